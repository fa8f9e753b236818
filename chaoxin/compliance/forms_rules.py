"""Forms of rule packs."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from chaoxin.accounts.industries import INDUSTRIES
from chaoxin.channels import platform_words

from .blanks import blanks
from .categories import Category
from .house_words import told
from .models import CompanyRule, RulePack
from .reading import packs

BOXES = forms.CheckboxSelectMultiple({"class": "form-check-input"})
DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
PARTED = re.compile(r"[\n|｜]+")
LINES = re.compile(r"\n+")
LONGEST_SENTENCE = 2000


def _words(rows: int, placeholder: Any) -> forms.Textarea:
    return forms.Textarea({"rows": rows, "placeholder": placeholder})


class LinesField(forms.CharField):
    """A list, one entry a line."""

    parted = PARTED

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> list[str]:
        return [entry.strip() for entry in self.parted.split(super().clean(value)) if entry.strip()]


class SentencesField(LinesField):
    """A list of sentences, one a line, with whatever signs in them."""

    parted = LINES


class PackForm(forms.Form):
    name = forms.CharField(
        label=_("名称"),
        max_length=60,
        required=False,
        widget=forms.TextInput({"placeholder": _("如：竞品名称")}),
    )
    priority = forms.IntegerField(
        label=_("优先级"), initial=100, help_text=_("两个规则包说法不同时，数字大的说了算")
    )


class NewPackForm(PackForm):
    blank = forms.ChoiceField(label=_("从哪种开始"), required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        field = self.fields["blank"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("空白"))] + [(key, _now(entry.name)) for key, entry in blanks().items()]


class RuleForm(forms.Form):
    """A rule of a company's pack; whether its values make one is the verb's to say."""

    overrides = forms.ChoiceField(
        label=_("调整哪条内置规则"), required=False, help_text=_("不选就是自己的规则")
    )
    name = forms.CharField(label=_("名称"), max_length=60, required=False)
    words = LinesField(
        label=_("词"),
        required=False,
        widget=_words(5, _("一行一个，如：某某奶茶")),
        help_text=_("繁体、全角、拆字、拼音、谐音和中间夹符号的写法会一起认"),
    )
    severity = forms.ChoiceField(label=_("轻重"), required=False)
    off = forms.BooleanField(label=_("停用这条内置规则"), required=False)
    innocent = LinesField(
        label=_("放过的说法"),
        required=False,
        widget=_words(3, _("一行一个，把前后文写进去，如：某某奶茶店地址")),
    )
    substitutes = LinesField(label=_("可改成"), required=False, widget=_words(2, _("一行一个")))
    why = forms.CharField(
        label=_("原因"), max_length=300, required=False, help_text=_("一句话，写给正在改稿的同事看")
    )
    basis = forms.CharField(
        label=_("依据"),
        max_length=200,
        required=False,
        widget=forms.TextInput({"placeholder": _("如：中华人民共和国广告法，或品牌手册 2026 版")}),
        help_text=_("调整内置规则时不用填，沿用内置规则的依据"),
    )
    basis_article = forms.CharField(
        label=_("条款"),
        max_length=60,
        required=False,
        widget=forms.TextInput({"placeholder": _("如：第九条第三项")}),
    )
    basis_effective = forms.DateField(label=_("依据施行日期"), required=False, widget=DAY)
    category = forms.ChoiceField(
        label=_("类别"), required=False, choices=Category.choices, initial=Category.COMPANY
    )
    platforms = forms.MultipleChoiceField(label=_("只用于平台"), required=False, widget=BOXES)
    industries = forms.MultipleChoiceField(
        label=_("只用于行业"),
        required=False,
        widget=BOXES,
        choices=[(key, name) for key, name in INDUSTRIES if key],
    )
    valid_from = forms.DateField(label=_("生效日期"), required=False, widget=DAY)
    valid_to = forms.DateField(label=_("失效日期"), required=False, widget=DAY)
    exact = forms.BooleanField(
        label=_("只认原字"), required=False, help_text=_("不认谐音、拼音和拆字，适合品牌写法")
    )
    must_hit = SentencesField(
        label=_("必须命中的例句"), required=False, widget=_words(3, _("一行一句，如：比某某奶茶好喝"))
    )
    must_miss = SentencesField(
        label=_("不能命中的例句"),
        required=False,
        widget=_words(3, _("一行一句，如：某某奶茶店地址在哪")),
        help_text=_("有例句和规则对不上，这个规则包就不能启用"),
    )

    def __init__(self, data: Any = None, *, rule: CompanyRule | None = None, overrides: str = "") -> None:
        initial = (
            {name: getattr(rule, name) for name in self.base_fields} if rule else {"overrides": overrides}
        )
        super().__init__(data, initial=initial)
        self._choose("severity", [("", _("按规则原来的 / 需确认")), *CompanyRule.Severity.choices])
        self._choose("platforms", platform_words.platform_names())
        house = [
            (told(pack.name), [(each.id, f"{told(each.name)} · {each.id}") for each in pack.rules])
            for pack in packs()
        ]
        self._choose("overrides", [("", _("自己的规则")), *house])

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class SentenceForm(forms.Form):
    """A sentence to try the rules on."""

    text = forms.CharField(
        label=_("试一句话"),
        required=False,
        max_length=LONGEST_SENTENCE,
        widget=forms.Textarea({"rows": 3, "placeholder": _("写一句话，看改过的规则会命中什么")}),
    )
    platform = forms.ChoiceField(label=_("发到哪里"), required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        field = self.fields["platform"]
        assert isinstance(field, forms.ChoiceField)
        known = platform_words.platform_names()
        field.choices = [("", _("任意平台")), *known]


class TableForm(forms.Form):
    """A table of rules to bring in."""

    file = forms.FileField(
        label=_("CSV 文件"),
        widget=forms.FileInput({"accept": ".csv,text/csv"}),
        error_messages={"required": _("还没有选文件。"), "empty": _("文件是空的。")},
    )
    replace = forms.BooleanField(
        label=_("替换现有规则"), required=False, help_text=_("不选则加在现有规则后面")
    )


class SwitchForm(forms.Form):
    note = forms.CharField(
        label=_("这次改了什么"),
        max_length=200,
        required=False,
        widget=forms.TextInput({"placeholder": _("写给以后查看版本的人")}),
    )


def pack_form(data: Any, pack: RulePack) -> PackForm:
    """The form of a pack that exists."""
    form = PackForm(data)
    form.initial = {"name": pack.name, "priority": pack.priority}
    return form
