"""The account register and the settings of a channel: what people write about an account."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chaoxin.accounts import auditing
from chaoxin.accounts.access import members_of
from chaoxin.accounts.actor import Actor
from chaoxin.accounts.models import Membership
from chaoxin.connectors import registry
from chaoxin.core.refusals import Invalid

from . import quotas
from .applications import LONGEST_NAME
from .models import Channel

REGISTER_TEXTS = {"legal_entity": 120, "verification": 60}
REGISTER_MEMBERS = ("owner", "backup_admin")
SMALLEST_SPACING_SECONDS, LARGEST_SPACING_SECONDS = 10, 86_400
SMALLEST_TOLERANCE_MINUTES, LARGEST_TOLERANCE_MINUTES = 1, 10_080
SMALLEST_LEAD_MINUTES, LARGEST_LEAD_MINUTES = 0, 1_440
# Whole numbers of the settings, each with its smallest and largest value.
NUMBERS = {
    "spacing_seconds": (SMALLEST_SPACING_SECONDS, LARGEST_SPACING_SECONDS),
    "late_tolerance_minutes": (SMALLEST_TOLERANCE_MINUTES, LARGEST_TOLERANCE_MINUTES),
    "lead_minutes": (SMALLEST_LEAD_MINUTES, LARGEST_LEAD_MINUTES),
}


def change_register(channel: Channel, *, by: Actor, changes: Mapping[str, Any]) -> Channel:
    """Changes entries of the register: `name`, `legal_entity`, `verification`, `verified_until` (a date or
    None), `owner` and `backup_admin` (membership ids or None). Absent keys stay. Raises Invalid."""
    by.require("channel.change")
    values = {key: _register_value(key, value, by) for key, value in changes.items()}
    owner = values.get("owner", channel.owner)
    backup = values.get("backup_admin", channel.backup_admin)
    if owner is not None and owner == backup:
        raise Invalid(_("备用管理员要和负责人不同，才能在负责人不在时处理。"), field="backup_admin")
    return _write(channel, values, by=by, verb="channel.register_changed")


def change_settings(channel: Channel, *, by: Actor, changes: Mapping[str, Any]) -> Channel:
    """Changes how the channel is used: `spacing_seconds`, `late_tolerance_minutes`, `lead_minutes`,
    `quota_profile`. Absent keys stay. Raises Invalid."""
    by.require("channel.change")
    values: dict[str, Any] = {
        key: _whole(key, changes[key], limits) for key, limits in NUMBERS.items() if key in changes
    }
    if "quota_profile" in changes:
        profile = _profile(channel, changes["quota_profile"])
        values["settings"] = {**channel.settings, quotas.PROFILE_SETTING: profile}
    return _write(channel, values, by=by, verb="channel.settings_changed")


def _write(channel: Channel, values: Mapping[str, Any], *, by: Actor, verb: str) -> Channel:
    changed = {key: value for key, value in values.items() if getattr(channel, key) != value}
    if not changed:
        return channel
    with transaction.atomic():
        for key, value in changed.items():
            setattr(channel, key, value)
        channel.save(update_fields=list(changed))
        detail = dict(_told(channel, key, value) for key, value in changed.items())
        auditing.record(verb, by=by, subject=channel, detail=detail)
    return channel


def _told(channel: Channel, key: str, value: Any) -> tuple[str, str]:
    """A change as the audit trail keeps it."""
    if key == "settings":
        profile = value[quotas.PROFILE_SETTING]
        return "quota_profile", registry.manifest(channel.platform).quota_profiles.get(profile, profile)
    return key, str(value) if value is not None else ""


def _register_value(key: str, value: Any, by: Actor) -> Any:
    if key == "name":
        return _name(value)
    if key in REGISTER_TEXTS:
        return _text(key, value, REGISTER_TEXTS[key])
    if key in REGISTER_MEMBERS:
        return _member(key, value, by)
    if key == "verified_until" and (value is None or isinstance(value, date)):
        return value
    raise Invalid(_("登记表里没有这一项，或者内容不对。"), field=key)


def _name(value: Any) -> str:
    name = _text("name", value, LONGEST_NAME)
    if not name:
        raise Invalid(_("请填写账号名称。"), field="name")
    return name


def _text(key: str, value: Any, longest: int) -> str:
    text = str(value or "").strip()
    if len(text) > longest:
        raise Invalid(_("最多 %d 个字，请缩短。") % longest, field=key)
    return text


def _member(key: str, value: UUID | None, by: Actor) -> Membership | None:
    if value is None:
        return None
    found = members_of(by.workspace).filter(pk=value).first()
    if found is None:
        raise Invalid(_("这个成员不在工作区里，请重新选择。"), field=key)
    return found


def _whole(key: str, value: Any, limits: tuple[int, int]) -> int:
    smallest, largest = limits
    if not isinstance(value, int) or not smallest <= value <= largest:
        raise Invalid(
            _("请填 %(low)d 到 %(high)d 之间的整数。") % {"low": smallest, "high": largest}, field=key
        )
    return value


def _profile(channel: Channel, value: Any) -> str:
    known = {quota.profile for quota in registry.manifest(channel.platform).quotas}
    if value not in known:
        raise Invalid(_("这个平台没有这一档额度，请从列表里选择。"), field="quota_profile")
    return str(value)
