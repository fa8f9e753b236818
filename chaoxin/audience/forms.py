from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class PersonForm(forms.Form):
    name = forms.CharField(label=_("称呼"), max_length=120, error_messages={"required": _("称呼不能为空。")})
    note = forms.CharField(
        label=_("备注"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
