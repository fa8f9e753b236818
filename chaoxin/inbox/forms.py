from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from . import answering, leads


class ReplyForm(forms.Form):
    text = forms.CharField(
        label=_("回复"),
        max_length=answering.LONGEST_REPLY,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("回复不能为空。"),
            "max_length": _("回复太长了，请控制在 2000 字以内。"),
        },
    )
    request_key = forms.CharField(max_length=64)
    seen_message = forms.UUIDField(required=False)
    confirmed = forms.BooleanField(required=False)


class ContactForm(forms.Form):
    note = forms.CharField(
        label=_("联系情况"),
        max_length=leads.LONGEST_NOTE,
        strip=True,
        error_messages={
            "required": _("请写一句联系情况，例如“已加微信，约了周六到店”。"),
            "max_length": _("联系情况太长了，请控制在 500 字以内。"),
        },
    )


class SnoozeForm(forms.Form):
    hours = forms.IntegerField(min_value=1, max_value=24 * 7)
