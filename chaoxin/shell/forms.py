"""Forms of the shell's own pages."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class DecisionForm(forms.Form):
    """A reviewer's word on one request. `stage` is the stage that he saw."""

    word = forms.ChoiceField(choices=[("agree", _("同意")), ("reject", _("退回"))])
    comment = forms.CharField(required=False, max_length=2000)
    stage = forms.IntegerField(min_value=0)

    def clean(self) -> dict[str, object]:
        given = super().clean() or {}
        if given.get("word") == "reject" and not str(given.get("comment", "")).strip():
            self.add_error("comment", _("请写明要改什么，作者才知道怎么改。"))
        return given
