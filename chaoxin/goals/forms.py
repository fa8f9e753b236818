from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chaoxin.accounts.access import members_of
from chaoxin.accounts.actor import Actor

from . import access, periods
from .campaigning import Brief
from .kpis import CATALOGUE, Kpi, offered_for, written
from .models import Campaign, KpiTarget, Objective
from .planning import Target, Terms

DAY = {"type": "date"}


class PeriodForm(forms.Form):
    """Name, owner and period; the period is the current month unless said."""

    name = forms.CharField(label=_("名称"), max_length=80)
    starts_on = forms.DateField(label=_("开始日期"), widget=forms.DateInput(DAY, format="%Y-%m-%d"))
    ends_on = forms.DateField(label=_("结束日期"), widget=forms.DateInput(DAY, format="%Y-%m-%d"))
    owner: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        queryset=None, label=_("负责人"), required=False, empty_label=_("未指定")
    )

    def __init__(self, data: Any = None, *, actor: Actor, initial: dict[str, Any] | None = None) -> None:
        first, last = periods.this_month(actor.workspace.timezone)
        super().__init__(data, initial={"starts_on": first, "ends_on": last, **(initial or {})})
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        owner.queryset = members_of(actor.workspace)
        owner.label_from_instance = lambda member: str(member.user)  # type: ignore[method-assign,assignment,misc]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("starts_on") and told.get("ends_on") and told["ends_on"] < told["starts_on"]:
            self.add_error("ends_on", _("结束日期不能早于开始日期。"))
        return told


class ObjectiveForm(PeriodForm):
    """An objective with one pair of fields a KPI; a KPI without a target value is not used."""

    kind = forms.ChoiceField(
        label=_("目标类型"),
        choices=Objective.Kind.choices,
        widget=forms.RadioSelect({"class": "form-selectgroup-input"}),
    )
    campaign: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        queryset=None, label=_("所属战役"), required=False, empty_label=_("不属于战役")
    )
    note = forms.CharField(label=_("说明"), required=False, widget=forms.Textarea({"rows": 2}))

    def __init__(self, data: Any = None, *, actor: Actor, objective: Objective | None = None) -> None:
        initial = _initial_of(objective) if objective else {"kind": Objective.Kind.AWARENESS}
        super().__init__(data, actor=actor, initial=initial)
        campaign = self.fields["campaign"]
        assert isinstance(campaign, forms.ModelChoiceField)
        current = objective.campaign_id if objective else None
        campaign.queryset = access.campaigns_of(actor).filter(Q(closed_at=None) | Q(pk=current))
        self.standing = {target.kpi: target for target in objective.targets.all()} if objective else {}
        for kpi in CATALOGUE.values():
            self._add_fields(kpi, self.standing.get(kpi.key))

    def rows(self) -> list[dict[str, Any]]:
        """For each KPI of the catalogue its entry and its two bound fields."""
        kind = str(self["kind"].value() or "")
        return [
            {
                "kpi": kpi,
                "fits": kind in kpi.kinds,
                "baseline": self[f"baseline_{kpi.key}"],
                "target": self[f"target_{kpi.key}"],
            }
            for kpi in offered_for(kind)
        ]

    def terms(self) -> Terms:
        told = self.cleaned_data
        return Terms(
            kind=told["kind"],
            name=told["name"],
            starts_on=told["starts_on"],
            ends_on=told["ends_on"],
            note=told["note"],
            owner=told["owner"],
            campaign=told["campaign"],
        )

    def targets(self) -> list[Target]:
        """The KPIs with a target value; the accounts they count stay as they were."""
        return [
            Target(
                kpi=key,
                target=self.cleaned_data[f"target_{key}"],
                baseline=self.cleaned_data[f"baseline_{key}"] or Decimal(0),
                channel_ids=tuple(self.standing[key].channel_ids) if key in self.standing else (),
            )
            for key in CATALOGUE
            if self.cleaned_data.get(f"target_{key}") is not None
        ]

    def _add_fields(self, kpi: Kpi, standing: KpiTarget | None) -> None:
        for name, label in (("baseline", _("基线")), ("target", _("目标值"))):
            widget = forms.NumberInput(
                {"step": "any", "min": "0", "aria-label": f"{kpi.name} {label}", "placeholder": label}
            )
            self.fields[f"{name}_{kpi.key}"] = forms.DecimalField(
                label=label,
                required=False,
                min_value=Decimal(0),
                max_value=Decimal(100) if kpi.percent else None,
                max_digits=15,
                decimal_places=4,
                widget=widget,
                initial=written(getattr(standing, name)) if standing else None,
            )


class CampaignForm(PeriodForm):
    brief = forms.CharField(label=_("简报"), required=False, widget=forms.Textarea({"rows": 5}))

    def __init__(self, data: Any = None, *, actor: Actor, campaign: Campaign | None = None) -> None:
        super().__init__(data, actor=actor, initial=_initial_of(campaign) if campaign else {})

    def terms(self) -> Brief:
        told = self.cleaned_data
        return Brief(
            name=told["name"],
            starts_on=told["starts_on"],
            ends_on=told["ends_on"],
            brief=told["brief"],
            owner=told["owner"],
        )


def _initial_of(row: Objective | Campaign) -> dict[str, Any]:
    names = [field.name for field in row._meta.fields if not field.is_relation]
    relations = {name: getattr(row, f"{name}_id", None) for name in ("owner", "campaign")}
    return {**{name: getattr(row, name) for name in names}, **relations}
