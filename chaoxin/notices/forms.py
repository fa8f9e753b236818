from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from chaoxin.accounts.actor import Actor
from chaoxin.channels.access import groups_of
from chaoxin.channels.wires import has_sandbox

from .registering import Entry
from .robots import KINDS


class RobotForm(forms.Form):
    """What a person types of a robot; `entry()` for the verbs."""

    name = forms.CharField(label=_("名称"), max_length=60, help_text=_("写清楚是哪个群，例如“小红书发布群”"))
    kind = forms.ChoiceField(label=_("类型"), choices=[(key, kind.name) for key, kind in KINDS.items()])
    address = forms.CharField(
        label=_("Webhook 地址"),
        max_length=400,
        help_text=_("在群里添加机器人后复制的完整地址。保存后不再显示。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("请粘贴机器人的 Webhook 地址。")},
    )
    secret = forms.CharField(
        label=_("签名密钥"),
        required=False,
        max_length=200,
        help_text=_("飞书、钉钉开启“签名校验（加签）”时填写；企业微信不用填。"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    group = forms.ChoiceField(
        label=_("只提醒哪些账号"), required=False, help_text=_("选了分组，只提醒这个分组里账号的事")
    )
    in_sandbox = forms.BooleanField(label=_("发到沙盒，不发到真实的群"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = {str(group.pk): group for group in groups_of(actor)}
        choices = [("", _("全部账号")), *((key, group.name) for key, group in self.groups.items())]
        self.fields["group"].choices = choices  # type: ignore[attr-defined]
        if not has_sandbox():
            del self.fields["in_sandbox"]

    def entry(self) -> Entry:
        """What was typed; only of a valid form."""
        typed = self.cleaned_data
        return Entry(
            name=typed["name"],
            kind=typed["kind"],
            address=typed["address"],
            secret=typed["secret"],
            group=self.groups.get(typed["group"]),
            in_sandbox=bool(typed.get("in_sandbox")),
        )


def chosen_group(actor: Actor, pk: UUID | None) -> Any:
    """The channel group of that id that the actor may see; None without one."""
    return groups_of(actor).filter(pk=pk).first() if pk else None
