"""Who pushes to us: the account behind a callback address, remembered for a moment, since pushes come in bursts."""

from __future__ import annotations

import time
from dataclasses import dataclass

from chaoxin.channels import share_apps
from chaoxin.channels.access import channel_by_callback_key
from chaoxin.channels.applications import is_declared
from chaoxin.channels.grants import account_of
from chaoxin.channels.models import Channel
from chaoxin.channels.wires import connector_of
from chaoxin.connectors.contract import Converse, unmetered
from chaoxin.connectors.values import Account

REMEMBERED_SECONDS = 5.0


@dataclass(frozen=True)
class Caller:
    """A channel with what its pushes are checked by. `read_at` is monotonic."""

    channel: Channel
    account: Account
    converse: Converse
    read_at: float


_remembered: dict[str, Caller] = {}


def caller_of(key: str, *, fresh: bool = False) -> Caller | None:
    """Who calls at the address with `key`; None for unknown and removed channels and for platforms that push nothing.
    Up to 5 s old unless `fresh`: whoever finds a push badly signed asks again, since its secrets may be new."""
    known = _remembered.get(key)
    if known and not fresh and time.monotonic() - known.read_at < REMEMBERED_SECONDS:
        return known
    found = _read(key)
    if found is None:
        _remembered.pop(key, None)
    else:
        _remembered[key] = found
    return found


def _read(key: str) -> Caller | None:
    channel = channel_by_callback_key(key)
    account = _account(channel) if channel else None
    if channel is None or account is None:
        return None
    converse = connector_of(channel.platform, channel.environment, meter=unmetered).converse
    if converse is None:
        return None
    return Caller(channel, account, converse, time.monotonic())


def _account(channel: Channel) -> Account | None:
    """With the secrets by which its pushes are checked: those of its grant, or of the application of a declared one."""
    return share_apps.account_of(channel) if is_declared(channel) else account_of(channel, channel.grant)
