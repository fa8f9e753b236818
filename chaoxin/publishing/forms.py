from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chaoxin.core import clock


class TimeForm(forms.Form):
    """A planned time in the workspace's time zone; `cleaned_data["due_at"]` is aware UTC."""

    due_at = forms.DateTimeField(
        label=_("发布时间"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        error_messages={
            "required": _("请选发布时间。"),
            "invalid": _("时间写法不对，应为“年-月-日 时:分”。"),
        },
    )

    apart_minutes = forms.IntegerField(
        label=_("账号之间间隔（分钟）"),
        min_value=0,
        max_value=1440,
        required=False,
        error_messages={
            "invalid": _("请填整数分钟。"),
            "min_value": _("间隔不能是负数。"),
            "max_value": _("间隔最多 1440 分钟（一天）。"),
        },
    )

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone

    @property
    def apart(self) -> timedelta:
        """How much later each account goes out than the one before it."""
        return timedelta(minutes=self.cleaned_data.get("apart_minutes") or 0)

    def clean_due_at(self) -> datetime:
        local = self.cleaned_data["due_at"].replace(tzinfo=None)
        try:
            return clock.from_local(local, self.zone)
        except ValueError as error:
            raise forms.ValidationError(_("当地这一天因夏令时没有这个时刻，请选别的时间。")) from error


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("原因"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("请写一句原因，同事会看到。")},
    )


class LinkForm(forms.Form):
    url = forms.CharField(
        label=_("平台上的链接"),
        max_length=800,
        error_messages={"required": _("请粘贴平台上这条内容的链接。")},
    )
