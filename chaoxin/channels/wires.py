"""The wire to the platform of a channel: the real one, or the sandbox for channels that live there."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from chaoxin.connectors import registry
from chaoxin.connectors.contract import Connector, Meter, unmetered
from chaoxin.connectors.errors import Wait
from chaoxin.connectors.http import Wire
from chaoxin.core import clock

from .models import Channel

SANDBOX_PAUSE = timedelta(minutes=10)


def connector_of(platform: str, environment: str, *, meter: Meter) -> Connector:
    """The platform's connector. A channel of the sandbox never reaches the real platform: raises Wait where
    this installation has no sandbox. KeyError for an unknown platform."""
    return registry.connector(platform, _wire(environment, meter))


def address_for_people(environment: str, url: str) -> str:
    """Where a person's browser or phone goes for an address of the platform, or for a link that opens its app. Raises
    Wait where the account lives in a sandbox that this installation does not have."""
    return _wire(environment, unmetered).address_for_people(url)


def address_in_browser(environment: str, url: str) -> str:
    """As `address_for_people`, for a link on a page: "" where there is nowhere to go."""
    try:
        return address_for_people(environment, url)
    except Wait:
        return ""


def has_sandbox() -> bool:
    """Whether accounts of the sandbox can be connected here."""
    return bool(settings.SANDBOX_URL)


def _wire(environment: str, meter: Meter) -> Wire:
    if environment == Channel.Environment.LIVE:
        return Wire(meter=meter, now=clock.now)
    if not has_sandbox():
        sentence = _(
            "这是沙盒账号，但沙盒没有启用，所以什么也没有发出。请设置 CHAOXIN_SANDBOX_URL 并启动沙盒。"
        )
        raise Wait(sentence, until=clock.now() + SANDBOX_PAUSE)
    return Wire(sandbox_url=settings.SANDBOX_URL, meter=meter, now=clock.now)
