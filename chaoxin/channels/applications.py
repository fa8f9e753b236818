"""What a person fills in to connect an account, read by the fields that the platform's manifest names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from chaoxin.connectors import registry
from chaoxin.connectors.manifest import CredentialField, Manifest, Mode
from chaoxin.core.refusals import Invalid

from .models import Channel, ShareApp
from .platform_words import platform_name, told
from .wires import has_sandbox

DECLARED = "declared"
LONGEST_VALUE = 500
LONGEST_NAME = 120


@dataclass(frozen=True)
class Application:
    """A wish to connect an account. `fields` are the values typed in, by the keys of the mode's fields; `name`
    is what the account is to be called, "" for the platform's own name. For `again`, an account that is
    connected already, fields left empty keep their stored values."""

    platform: str
    mode: str
    environment: str
    name: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    again: Channel | None = None


def mode_of(platform: str, mode: str) -> tuple[Manifest, Mode]:
    """The manifest of a platform and one of its ways to connect. Raises Invalid for unknown ones."""
    manifest = registry.manifests().get(platform)
    if manifest is None:
        raise Invalid(_("没有这个平台，请从列表里选择。"), field="platform")
    for entry in manifest.modes:
        if entry.key == mode:
            return manifest, entry
    raise Invalid(_("%s没有这种接入方式，请从列表里选择。") % platform_name(manifest), field="mode")


def is_declared(channel: Channel) -> bool:
    """Whether the channel was only declared, so that it has no grant and people act on it by hand."""
    manifest = registry.manifests().get(channel.platform)
    modes = {mode.key: mode for mode in manifest.modes} if manifest else {}
    return channel.mode in modes and modes[channel.mode].connects_by == DECLARED


def complete_fields(application: Application) -> dict[str, str]:
    """All values with which to connect, the stored ones filled in. Raises Invalid naming the first wrong field."""
    if application.environment not in Channel.Environment.values:
        raise Invalid(_("没有这种环境，请选择正式平台或沙盒。"), field="environment")
    if application.environment == Channel.Environment.SANDBOX and not has_sandbox():
        raise Invalid(_("这套系统没有启用沙盒，请选择正式平台。"), field="environment")
    _manifest, mode = mode_of(application.platform, application.mode)
    stored = stored_fields(application.again)
    for key, sentence in field_problems(mode, application.fields, stored=stored).items():
        raise Invalid(sentence, field=key)
    return _filled_in(mode, application.fields, stored)


def field_problems(mode: Mode, typed: Mapping[str, str], *, stored: Mapping[str, str]) -> dict[str, str]:
    """Everything wrong with the values, one sentence by field key; {} where they can be taken. A sentence never
    repeats a value."""
    values = _filled_in(mode, typed, stored)
    problems = {entry.key: _problem(entry, values.get(entry.key, "")) for entry in mode.fields}
    return {key: sentence for key, sentence in problems.items() if sentence}


def stored_fields(channel: Channel | None) -> dict[str, str]:
    """The values with which a channel was connected; {} without one and after a disconnection. A declared one has
    them among its settings, the secrets of its application apart."""
    if channel is None:
        return {}
    if is_declared(channel):
        plain = {key: value for key, value in channel.settings.items() if isinstance(value, str)}
        kept = ShareApp.objects.filter(channel=channel).first()
        return {**plain, **(kept.secrets if kept else {})}
    grant = getattr(channel, "grant", None)
    return dict(grant.credentials or {}) if grant else {}


def _filled_in(mode: Mode, typed: Mapping[str, str], stored: Mapping[str, str]) -> dict[str, str]:
    values = {entry.key: str(typed.get(entry.key) or "").strip() for entry in mode.fields}
    filled = {key: value or stored.get(key, "") for key, value in values.items()}
    return {key: value for key, value in filled.items() if value}


def _problem(entry: CredentialField, value: str) -> str:
    if not value:
        return _("请填写%s。") % told(entry.label) if entry.required else ""
    if len(value) > LONGEST_VALUE:
        return _("%s太长，请检查是否粘贴了多余的内容。") % told(entry.label)
    if entry.choices:
        return "" if value in entry.choices else _("%s没有这个选项，请从列表里选择。") % told(entry.label)
    if entry.pattern and not re.fullmatch(entry.pattern, value):
        hint = _("应为：%s") % told(entry.help) if entry.help else _("请核对后重新填写")
        return _("%(label)s的格式不对，%(hint)s。") % {"label": told(entry.label), "hint": hint}
    return ""
