from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Model, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from chaoxin.accounts.actor import Actor
from chaoxin.channels.access import publishing_channels_of
from chaoxin.channels.platform_words import platform_names
from chaoxin.connectors.manifest import Format
from chaoxin.goals.access import campaigns_of, objectives_of

from . import licensing
from .access import licences_of
from .drafting import Nature, Plan
from .models import Asset, Draft, Licence

TEXTS = ("title", "body", "summary", "link")
OPTION = "option-"


class PlanForm(forms.Form):
    """What a draft is for. Closed objectives and campaigns are offered only where the draft has them already."""

    objective: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        queryset=None, label=_("所属目标"), required=False, empty_label=_("不归到目标")
    )
    campaign: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        queryset=None, label=_("所属战役"), required=False, empty_label=_("不属于战役")
    )

    def __init__(self, data: Any = None, *, actor: Actor, plan: Plan | None = None) -> None:
        plan = plan or Plan()
        super().__init__(data, initial={"objective": plan.objective, "campaign": plan.campaign})
        _offer(self.fields["objective"], objectives_of(actor), plan.objective)
        _offer(self.fields["campaign"], campaigns_of(actor), plan.campaign)

    def plan(self) -> Plan:
        return Plan(self.cleaned_data["objective"], self.cleaned_data["campaign"])


class NewDraftForm(PlanForm):
    title = forms.CharField(
        label=_("标题"), max_length=120, widget=forms.TextInput({"autofocus": True}),
        error_messages={"required": _("先给稿件起个标题，之后还可以改。")},
    )  # fmt: skip
    channels: forms.ModelMultipleChoiceField[Any] = forms.ModelMultipleChoiceField(
        queryset=None,
        label=_("发到哪些账号"),
        required=False,
        widget=forms.CheckboxSelectMultiple({"class": "form-check-input"}),
    )

    field_order = ["title", "channels", "objective", "campaign"]

    def __init__(self, data: Any = None, *, actor: Actor) -> None:
        super().__init__(data, actor=actor)
        channels = self.fields["channels"]
        assert isinstance(channels, forms.ModelMultipleChoiceField)
        channels.queryset = publishing_channels_of(actor)


class DraftForm(PlanForm):
    """The master text as the composer sends it."""

    expected_number = forms.IntegerField()
    title = forms.CharField(required=False)
    body = forms.CharField(required=False, strip=False)
    summary = forms.CharField(required=False)
    link = forms.CharField(required=False)
    nature = forms.BooleanField(required=False)
    origin = forms.ChoiceField(required=False, choices=[("", ""), *Draft.Origin.choices])
    fictional = forms.BooleanField(required=False)
    paid = forms.BooleanField(required=False)

    def said(self) -> Nature | None:
        """What the author says of the draft; None where the page did not ask (`nature`)."""
        told = self.cleaned_data
        return Nature(told["origin"], told["fictional"], told["paid"]) if told["nature"] else None

    def texts(self) -> dict[str, str]:
        told = self.cleaned_data
        return {name: " ".join(told[name].split("\n")) if name == "title" else told[name] for name in TEXTS}


class VariantForm(forms.Form):
    """One channel's form as the composer sends it. `own` names the fields that the variant does not inherit."""

    expected_number = forms.IntegerField()
    form_key = forms.CharField()
    own = forms.MultipleChoiceField(required=False, choices=[(name, name) for name in (*TEXTS, "pictures")])
    title = forms.CharField(required=False)
    body = forms.CharField(required=False, strip=False)
    summary = forms.CharField(required=False)
    link = forms.CharField(required=False)
    author = forms.CharField(required=False)

    def values(self) -> dict[str, Any]:
        """Own values by field, None for what is inherited; pictures and options are read from the request."""
        told = self.cleaned_data
        pictures = self._listed("pictures") if "pictures" in told["own"] else None
        return {**{name: told[name] if name in told["own"] else None for name in TEXTS}, "pictures": pictures}

    def _listed(self, name: str) -> list[str]:
        return list(self.data.getlist(name)) if isinstance(self.data, QueryDict) else []

    def options(self, form: Format, *, current: Mapping[str, Any]) -> dict[str, Any]:
        """The options of the form of post, and the byline. What the page did not send stays as it is."""
        switched = self._listed("options")
        switches = {entry.key: entry.key in switched for entry in form.options if entry.kind == "switch"}
        names = {entry.key: f"{OPTION}{entry.key}" for entry in form.options if entry.kind != "switch"}
        typed = {key: self.data[name] for key, name in names.items() if name in self.data}
        return {**current, **switches, **typed, "author": self.cleaned_data["author"]}


class DecisionForm(forms.Form):
    word = forms.ChoiceField(choices=[("agree", _("同意")), ("reject", _("退回"))])
    comment = forms.CharField(required=False, max_length=2000)
    reason = forms.CharField(required=False, max_length=1000)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("word") == "reject" and not told.get("comment", "").strip():
            self.add_error("comment", _("请写明要改什么，作者才知道怎么改。"))
        return told


def _offer(field: forms.Field, rows: QuerySet[Any], current: Model | None) -> None:
    """Open rows, and the closed one that the draft hangs on already."""
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows.filter(Q(closed_at=None) | Q(pk=current.pk if current else None))


class LicenceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Licences by whom they are from and when they end."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} · {obj.until.isoformat() if obj.until else _('长期')}"


class ManyAssetsForm(forms.Form):
    """What is to become of the assets that were ticked: where they come from, under which licence; what is left empty
    stays as it is."""

    provenance = forms.ChoiceField(
        label=_("来源"),
        required=False,
        choices=[("", _("来源不变")), *Asset.Provenance.choices],
        widget=forms.Select({"class": "form-select form-select-sm"}),
    )
    made_with = forms.CharField(
        label=_("用什么生成的"),
        required=False,
        max_length=60,
        widget=forms.TextInput(
            {"class": "form-control form-control-sm", "placeholder": _("生成工具，可不填")}
        ),
    )
    licence: forms.ModelChoiceField[Any] = LicenceField(
        queryset=None,
        label=_("素材授权"),
        required=False,
        empty_label=_("授权不变"),
        widget=forms.Select({"class": "form-select form-select-sm"}),
    )
    unlicense = forms.BooleanField(
        label=_("去掉授权"), required=False, widget=forms.CheckboxInput({"class": "form-check-input"})
    )

    def __init__(self, data: Any = None, *, actor: Actor, chosen: Any = None) -> None:
        super().__init__(data, initial={"licence": chosen})
        field = self.fields["licence"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = licences_of(actor)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not self.errors and not (told["provenance"] or told["licence"] or told["unlicense"]):
            self.add_error("provenance", _("请选要改成什么来源，或者放到哪条授权下面。"))
        return told


class LicenceForm(forms.Form):
    kind = forms.ChoiceField(label=_("授权类型"), choices=Licence.Kind.choices)
    source = forms.CharField(
        label=_("向谁取得"),
        max_length=120,
        help_text=_("图库、作者、合作方或达人的名字"),
        error_messages={"required": _("请写明向谁取得的授权。")},
    )
    reference = forms.CharField(label=_("合同号或订单号"), required=False, max_length=80)
    since = forms.DateField(
        label=_("开始日期"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("到期日期"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("这一天还能用；不填表示长期有效"),
    )
    platforms = forms.MultipleChoiceField(
        label=_("可用平台"),
        required=False,
        widget=forms.CheckboxSelectMultiple({"class": "form-check-input"}),
        help_text=_("都不选表示不限平台"),
    )
    proof_url = forms.URLField(label=_("凭证链接"), required=False, max_length=500, assume_scheme="https")
    proof = forms.FileField(
        label=_("凭证文件"), required=False, help_text=_("合同、订单或聊天记录的 PDF 或图片，不超过 20 MB")
    )
    note = forms.CharField(label=_("备注"), required=False, max_length=300)

    def __init__(self, data: Any = None, files: Any = None, *, licence: Licence | None = None) -> None:
        names = ("kind", "source", "reference", "since", "until", "platforms", "proof_url", "note")
        super().__init__(
            data, files, initial={name: getattr(licence, name) for name in names} if licence else None
        )
        platforms = self.fields["platforms"]
        assert isinstance(platforms, forms.MultipleChoiceField)
        platforms.choices = platform_names()

    def told(self) -> licensing.Told:
        """What the form says of the licence."""
        return licensing.Told(**{name: value for name, value in self.cleaned_data.items() if name != "proof"})
