from __future__ import annotations

from typing import Any

from django import forms
from django.forms import Widget
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chaoxin.accounts.access import members_of
from chaoxin.accounts.actor import Actor
from chaoxin.connectors import registry
from chaoxin.connectors.manifest import CredentialField, Mode

from . import applications, quotas, registering
from .grouping import LONGEST_GROUP_NAME
from .models import Channel
from .platform_words import told
from .wires import has_sandbox

PREFIX = "field-"


class ConnectForm(forms.Form):
    """The fields of a way to connect, as its manifest names them. Secrets are written and never shown again; for
    an account connected already, an empty one keeps its stored value."""

    name = forms.CharField(
        label=gettext_lazy("账号名称"), max_length=applications.LONGEST_NAME, required=False
    )
    environment = forms.ChoiceField(label=gettext_lazy("环境"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, mode: Mode, again: Channel | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mode, self.again = mode, again
        self.stored = applications.stored_fields(again)
        self.credential_names = [self._add(entry) for entry in mode.fields]
        if again:
            del self.fields["name"], self.fields["environment"]
        else:
            self._choose_environment()
            self._describe_name()

    @property
    def credentials(self) -> list[forms.BoundField]:
        """The fields of the manifest, in its order."""
        return [self[name] for name in self.credential_names]

    def application(self, platform: str) -> applications.Application:
        """What was filled in, for the verbs; only of a valid form."""
        again = self.again
        return applications.Application(
            platform=platform,
            mode=self.mode.key,
            environment=again.environment if again else self.cleaned_data["environment"],
            name="" if again else self.cleaned_data["name"],
            fields=self._typed(),
            again=again,
        )

    def clean(self) -> dict[str, Any]:
        problems = applications.field_problems(self.mode, self._typed(), stored=self.stored)
        for key, sentence in problems.items():
            self.add_error(PREFIX + key, sentence)
        return self.cleaned_data

    def _typed(self) -> dict[str, str]:
        return {entry.key: self.cleaned_data.get(PREFIX + entry.key, "") for entry in self.mode.fields}

    def _add(self, entry: CredentialField) -> str:
        name = PREFIX + entry.key
        kept = bool(self.stored.get(entry.key))
        field = _field(entry, kept)
        # The star is shown; what is missing is said by the same words as in the REST door.
        field.shown_as_required = entry.required and not (kept and entry.secret)  # type: ignore[attr-defined]
        field.suggested_length = entry.suggested_length  # type: ignore[attr-defined]
        self.fields[name] = field
        if not entry.secret:
            self.initial.setdefault(name, self.stored.get(entry.key, ""))
        return name

    def _choose_environment(self) -> None:
        field = self.fields["environment"]
        assert isinstance(field, forms.ChoiceField)
        live, sandbox = Channel.Environment.LIVE, Channel.Environment.SANDBOX
        field.choices = (
            [(sandbox, _("沙盒（试用，不会发到真平台）")), (live, _("正式平台"))]
            if has_sandbox()
            else [(live, _("正式平台"))]
        )
        self.initial.setdefault("environment", sandbox if has_sandbox() else live)

    def _describe_name(self) -> None:
        if self.mode.connects_by in ("credentials", applications.DECLARED):
            self.fields["name"].help_text = _("同事在列表里看到的名字，如“示例企业服务号”")
        else:
            self.fields["name"].help_text = _("不填就用平台上的昵称")


class RegisterForm(forms.Form):
    """An entry of the account register."""

    name = forms.CharField(label=gettext_lazy("账号名称"), max_length=applications.LONGEST_NAME)
    legal_entity = forms.CharField(label=gettext_lazy("主体"), max_length=120, required=False)
    verification = forms.CharField(label=gettext_lazy("认证"), max_length=60, required=False)
    verified_until = forms.DateField(
        label=gettext_lazy("认证到期"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    owner = forms.TypedChoiceField(label=gettext_lazy("负责人"), required=False, empty_value=None)
    backup_admin = forms.TypedChoiceField(label=gettext_lazy("备用管理员"), required=False, empty_value=None)

    def __init__(self, *args: Any, actor: Actor, channel: Channel, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [
            ("", _("未指定")),
            *((str(member.pk), str(member)) for member in members_of(actor.workspace)),
        ]
        for key in registering.REGISTER_MEMBERS:
            self.fields[key].choices = people  # type: ignore[attr-defined]
            self.initial.setdefault(key, str(getattr(channel, f"{key}_id") or ""))
        for key in ("name", "legal_entity", "verification", "verified_until"):
            self.initial.setdefault(key, getattr(channel, key))
        self.fields["legal_entity"].help_text = _("账号登记的公司全称，如“示例食品（上海）有限公司”")
        self.fields["verification"].help_text = _("平台上的认证类型，如“企业认证”“蓝 V”")


class SettingsForm(forms.Form):
    """How a channel is used."""

    spacing_seconds = forms.IntegerField(
        label=gettext_lazy("最小发布间隔（秒）"),
        min_value=registering.SMALLEST_SPACING_SECONDS,
        max_value=registering.LARGEST_SPACING_SECONDS,
    )
    late_tolerance_minutes = forms.IntegerField(
        label=gettext_lazy("迟发容忍（分钟）"),
        min_value=registering.SMALLEST_TOLERANCE_MINUTES,
        max_value=registering.LARGEST_TOLERANCE_MINUTES,
    )
    lead_minutes = forms.IntegerField(
        label=gettext_lazy("人工发布提前准备（分钟）"),
        min_value=registering.SMALLEST_LEAD_MINUTES,
        max_value=registering.LARGEST_LEAD_MINUTES,
        help_text=gettext_lazy("到点前这么久备好内容，提醒负责人去发"),
    )
    quota_profile = forms.ChoiceField(label=gettext_lazy("额度档位"))

    def __init__(self, *args: Any, channel: Channel, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        manifest = registry.manifest(channel.platform)
        profiles = list(dict.fromkeys(quota.profile for quota in manifest.quotas))
        self.initial.setdefault("spacing_seconds", channel.spacing_seconds)
        self.initial.setdefault("late_tolerance_minutes", channel.late_tolerance_minutes)
        self.initial.setdefault("lead_minutes", channel.lead_minutes)
        if channel.mode != "assisted":
            del self.fields["lead_minutes"]
        self.initial.setdefault(
            "quota_profile", channel.settings.get(quotas.PROFILE_SETTING, quotas.DEFAULT_PROFILE)
        )
        self.fields["spacing_seconds"].help_text = _("同一账号两次发布之间至少隔多久；平台建议 %d 秒以上") % (
            manifest.safe_spacing_seconds
        )
        self.fields["late_tolerance_minutes"].help_text = _("晚于计划时间超过这么久就不再自动发，先问人")
        if len(profiles) > 1:
            choices = [(profile, told(manifest.quota_profiles.get(profile, profile))) for profile in profiles]
            self.fields["quota_profile"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["quota_profile"]


class GroupForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("分组名"),
        max_length=LONGEST_GROUP_NAME,
        error_messages={"required": gettext_lazy("请填写分组名。")},
    )


def _field(entry: CredentialField, kept: bool) -> forms.Field:
    if not entry.choices:
        widget = _widget(entry, kept)
        return forms.CharField(
            label=told(entry.label), required=False, help_text=told(entry.help), widget=widget
        )
    # What stands in no list is refused by the same words as in the REST door.
    choices = [("", _("请选择")), *((value, told(name)) for value, name in entry.choices.items())]
    return forms.CharField(
        label=told(entry.label),
        required=False,
        help_text=told(entry.help),
        widget=forms.Select(choices=choices),
    )


def _widget(entry: CredentialField, kept: bool) -> Widget:
    attributes = {"autocomplete": "off", "spellcheck": "false", "maxlength": str(applications.LONGEST_VALUE)}
    if not entry.secret:
        return forms.TextInput(attrs=attributes)
    attributes["autocomplete"] = "new-password"
    if kept:
        attributes["placeholder"] = _("已保存，不改就留空")
    return forms.PasswordInput(attrs=attributes, render_value=False)
