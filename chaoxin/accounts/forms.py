"""Forms of the accounts room."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from .actor import Actor
from .industries import INDUSTRIES
from .roles import RIGHTS, Role

COMMON_ZONES = [
    "Asia/Shanghai",
    "Asia/Hong_Kong",
    "Asia/Taipei",
    "Asia/Urumqi",
    "Asia/Singapore",
    "Asia/Tokyo",
]
RESERVED_SLUGS = {"new", "api", "admin", "static"}
EXPIRY_DAYS = [(30, _("30 天")), (90, _("90 天")), (365, _("1 年")), (0, _("不过期"))]


class InvitationForm(forms.Form):
    email = forms.EmailField(
        label=_("邮箱"), widget=forms.EmailInput(attrs={"placeholder": "name@company.com"})
    )
    role = forms.ChoiceField(label=_("角色"), choices=Role.choices, initial=Role.EDITOR)


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("角色"), choices=Role.choices)


class JoiningForm(forms.Form):
    name = forms.CharField(label=_("姓名"), max_length=60)
    password = forms.CharField(
        label=_("密码"),
        strip=False,
        help_text=_("至少 10 个字符，不要用常见密码。"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class TokenForm(forms.Form):
    """`scopes` offers the rights that the actor has himself."""

    name = forms.CharField(label=_("用途"), max_length=60, help_text=_("写清楚给谁用，例如“数据看板”。"))
    days = forms.TypedChoiceField(label=_("有效期"), choices=EXPIRY_DAYS, coerce=int, initial=90)
    scopes = forms.MultipleChoiceField(
        label=_("权限范围"),
        required=False,
        help_text=_("一个都不选，等于你在这个工作区的全部权限。"),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(right, name) for right, name in RIGHTS.items() if actor.may(right)]
        self.fields["scopes"].choices = offered  # type: ignore[attr-defined]


class WorkspaceForm(forms.Form):
    name = forms.CharField(label=_("名称"), max_length=80)
    industry = forms.ChoiceField(
        label=_("行业"), choices=INDUSTRIES, required=False, help_text=_("合规规则会按行业加严。")
    )
    timezone = forms.ChoiceField(label=_("时区"), help_text=_("排期和报表按这个时区显示。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = sorted(available_timezones() - set(COMMON_ZONES))
        zones = [
            (_("常用"), [(zone, zone) for zone in COMMON_ZONES]),
            (_("全部"), [(zone, zone) for zone in others]),
        ]
        self.fields["timezone"].choices = zones  # type: ignore[attr-defined]


class NewWorkspaceForm(forms.Form):
    name = forms.CharField(label=_("名称"), max_length=80)
    slug = forms.CharField(
        label=_("网址标识"),
        max_length=40,
        validators=[
            RegexValidator(r"^[a-z0-9][a-z0-9-]{1,39}$", _("只用小写字母、数字和连字符，至少两位。"))
        ],
        help_text=_("会出现在网址里，例如 /w/demo/，建好后不能改。"),
    )

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if slug in RESERVED_SLUGS:
            raise forms.ValidationError(_("这个标识留作他用，请换一个。"))
        return slug


class ProfileForm(forms.Form):
    name = forms.CharField(label=_("姓名"), max_length=60)
    language = forms.ChoiceField(label=_("界面语言"), choices=settings.LANGUAGES)
    theme = forms.ChoiceField(
        label=_("外观"), choices=[("auto", _("跟随系统")), ("light", _("浅色")), ("dark", _("深色"))]
    )


class AuditFilterForm(forms.Form):
    """All fields may be empty."""

    person = forms.UUIDField(required=False)
    verb = forms.CharField(required=False, max_length=80)
    subject = forms.CharField(required=False, max_length=64)
    since = forms.DateField(required=False)
    until = forms.DateField(required=False)
