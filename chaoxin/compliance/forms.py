from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chaoxin.accounts.industries import INDUSTRIES
from chaoxin.accounts.roles import Role
from chaoxin.channels.platform_words import platform_names

from . import rejudging
from .asking import Where
from .disclosures import CATALOGUE
from .models import ApprovalPolicy
from .policies import approving_roles
from .subjects import NEAREST_OUT_FIRST, Standing
from .texts import reading
from .texts.items import Item, by_line, whole

LONGEST_PASTED = 50_000
BOXES = forms.CheckboxSelectMultiple({"class": "form-check-input"})


class PolicyForm(forms.Form):
    """One or two stages with the roles of each."""

    first = forms.MultipleChoiceField(
        label=_("第一级由谁审"),
        widget=BOXES,
        error_messages={"required": _("第一级至少选一个角色，否则没有人能审核。")},
    )
    two = forms.BooleanField(label=_("需要第二级审核"), required=False)
    second = forms.MultipleChoiceField(label=_("第二级由谁审"), required=False, widget=BOXES)
    author_may_approve = forms.BooleanField(
        label=_("允许作者审核自己的稿件"), required=False, help_text=_("只有一个人的团队才需要打开")
    )

    def __init__(self, data: Any = None, *, policy: ApprovalPolicy) -> None:
        stages = policy.stages
        second = stages[1] if len(stages) > 1 else []
        super().__init__(
            data,
            initial={
                "first": stages[0],
                "two": len(stages) > 1,
                "second": second,
                "author_may_approve": policy.author_may_approve,
            },
        )
        choices = [(str(role), Role(role).label) for role in approving_roles()]
        for name in ("first", "second"):
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("two") and not told.get("second"):
            self.add_error("second", _("第二级至少选一个角色，或取消第二级。"))
        return told

    def stages(self) -> list[list[str]]:
        told = self.cleaned_data
        return [told["first"], told["second"]] if told["two"] else [told["first"]]


class PastedForm(forms.Form):
    """A text or a file to look at, and where it would go out."""

    text = forms.CharField(
        label=_("要检查的文字"),
        required=False,
        widget=forms.Textarea({"rows": 12, "placeholder": _("把文案贴进来，点“检查”看哪里有问题")}),
    )
    file = forms.FileField(
        label=_("或选一个文件"),
        required=False,
        allow_empty_file=True,
        help_text=_("txt、docx、xlsx、csv，不超过 10 MB，文字合计不超过 200 万字；表格每行算一条"),
        widget=forms.FileInput({"accept": ".txt,.md,.docx,.xlsx,.csv,.tsv"}),
    )
    lines = forms.BooleanField(label=_("每行（段）算一条，分开检查"), required=False)
    platform = forms.ChoiceField(label=_("发到哪里"), required=False)
    industry = forms.ChoiceField(label=_("行业"), required=False, choices=INDUSTRIES)
    disclosures = forms.MultipleChoiceField(label=_("已带的声明"), required=False, widget=BOXES)

    def __init__(self, data: Any = None, files: Any = None, *, industry: str = "") -> None:
        super().__init__(data, files, initial={"industry": industry})
        platform, disclosures = self.fields["platform"], self.fields["disclosures"]
        assert isinstance(platform, forms.ChoiceField)
        assert isinstance(disclosures, forms.MultipleChoiceField)
        platform.choices = [("", _("任意平台")), *platform_names()]
        disclosures.choices = [(entry.key, _(entry.name)) for entry in CATALOGUE.values()]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not told.get("file") and not (told.get("text") or "").strip() and not self.errors:
            self.add_error("text", _("还没有文字。请先贴上要检查的文案，或选一个文件。"))
        if told.get("file") and told["file"].size > reading.LARGEST_BYTES:
            self.add_error("file", _("文件超过 10 MB。请拆成几份再检查。"))
        return told

    def where(self) -> Where:
        """What is told of where the text would go out."""
        told = self.cleaned_data
        return Where(told["platform"], "", told["industry"], tuple(told["disclosures"]))

    def items(self) -> list[Item]:
        """The texts to look at. Raises Unreadable."""
        told = self.cleaned_data
        if told["file"]:
            return reading.items_of(told["file"].read(), name=told["file"].name, lines=told["lines"])
        return by_line(told["text"]) if told["lines"] else whole(told["text"])


class RejudgingForm(forms.Form):
    """What is to be judged again, and why."""

    standings = forms.MultipleChoiceField(
        label=_("哪些内容"),
        choices=[(entry.value, entry.label) for entry in Standing if entry in NEAREST_OUT_FIRST],
        widget=BOXES,
        initial=[Standing.SCHEDULED, Standing.DRAFT],
        error_messages={"required": _("请至少选一类内容。")},
    )
    days = forms.IntegerField(
        label=_("已发布和回复，只查最近几天的"),
        required=False,
        min_value=0,
        max_value=rejudging.FARTHEST_BACK.days,
        initial=30,
        help_text=_("0 表示不限"),
    )
    reason = forms.CharField(
        label=_("原因"),
        required=False,
        max_length=200,
        widget=forms.TextInput({"placeholder": _("例如：平台更新了规范")}),
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("放行理由"),
        max_length=1000,
        widget=forms.Textarea(
            {
                "rows": 3,
                "placeholder": _("写明依据和证明材料放在哪里，会留在审计记录里"),
                "data-shortcut": "l",
                "title": "l",
            }
        ),
    )


class SecondForm(forms.Form):
    """A second person's word on a change of the rules, of the edition that he has read."""

    reason = forms.CharField(
        label=_("理由"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3, "placeholder": _("为什么同意或不同意这样改，会留在审计记录里")}),
    )
    edition = forms.CharField(widget=forms.HiddenInput)
