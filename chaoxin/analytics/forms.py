from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chaoxin.accounts.models import Membership
from chaoxin.core import clock
from chaoxin.core.refusals import Invalid

from . import windows
from .windows import Window

DAY_INPUT = {"type": "date"}
WEEKS_OFFERED = 8
DEFAULT_PERIOD = "30"
PERIODS = [
    ("today", _("今天")),
    ("7", _("近 7 天")),
    ("30", _("近 30 天")),
    ("90", _("近 90 天")),
    ("custom", _("自定义")),
]


class PeriodForm(forms.Form):
    """Days to look at. Periods of so many days end yesterday, so that they can be compared; `window` is set once the
    form is valid."""

    period = forms.ChoiceField(label=_("时间"), choices=PERIODS, required=False)
    first = forms.DateField(label=_("从"), required=False, widget=forms.DateInput(attrs=DAY_INPUT))
    last = forms.DateField(label=_("到"), required=False, widget=forms.DateInput(attrs=DAY_INPUT))
    channel = forms.CharField(required=False, max_length=4000)

    window: Window

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.window = windows.last_days(int(DEFAULT_PERIOD), zone=zone)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        period = given.get("period") or ("custom" if first or last else DEFAULT_PERIOD)
        given["period"] = period
        if period == "today":
            self.window = windows.today(self.zone)
        elif period != "custom":
            self.window = windows.last_days(int(period), zone=self.zone)
        elif not self.errors:
            self._take_days(first, last)
        return given

    def _take_days(self, first: date | None, last: date | None) -> None:
        if not first or not last:
            self.add_error("first", _("自定义时间要填开始和结束日期。"))
            return
        try:
            self.window = windows.chosen(first, last, zone=self.zone)
        except Invalid as error:
            self.add_error(error.field, error.sentence)


class WeekForm(forms.Form):
    """A week to review, by its Monday."""

    monday = forms.TypedChoiceField(label=_("哪一周"), coerce=date.fromisoformat)

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = clock.today(zone)
        this_monday = today - timedelta(days=today.weekday())
        mondays = [this_monday - timedelta(weeks=number) for number in range(WEEKS_OFFERED)]
        words = {0: _("本周（至今）"), 1: _("上周")}
        self.fields["monday"].choices = [  # type: ignore[attr-defined]
            (monday.isoformat(), self._label(monday, str(words.get(number, ""))))
            for number, monday in enumerate(mondays)
        ]
        self.fields["monday"].initial = mondays[1].isoformat()

    @staticmethod
    def _label(monday: date, word: str) -> str:
        sunday = monday + timedelta(days=6)
        return f"{word or monday.year} {monday:%m-%d} – {sunday:%m-%d}"


class ReviewTextForm(forms.Form):
    notes = forms.CharField(
        label=_("复盘要点"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "placeholder": _("哪些做得好，哪些不好，为什么。")}),
    )
    decisions = forms.CharField(
        label=_("决定"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "placeholder": _("下周怎么做：内容、时间、账号重心。")}),
    )
    number = forms.IntegerField(widget=forms.HiddenInput)


class ActionForm(forms.Form):
    text = forms.CharField(
        label=_("行动"), max_length=200, error_messages={"required": _("写一句要做什么。")}
    )
    owner = forms.ModelChoiceField(
        label=_("负责人"), queryset=Membership.objects.none(), required=False, empty_label=_("未指定")
    )
    due_on = forms.DateField(label=_("期限"), required=False, widget=forms.DateInput(attrs=DAY_INPUT))

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = members  # type: ignore[attr-defined]
