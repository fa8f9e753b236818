"""Bring pushes to the accounts that they are about, since all accounts of an application share one callback address."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from chaoxin.channels import callbacks
from chaoxin.channels.access import sibling_of
from chaoxin.channels.grants import account_of
from chaoxin.channels.models import Channel
from chaoxin.connectors.values import Event, EventKind, Webhook

from . import receiving
from .callers import Caller

log = logging.getLogger("chaoxin.inbox")


def take_in(caller: Caller, webhook: Webhook, events: Iterable[Event]) -> None:
    """Stores each event on the channel that it is about: the one whose address received it, or another account of the
    same workspace, platform and environment. Events of accounts that are not connected here are noted in the log."""
    by_account: dict[str, list[Event]] = {"": []}
    for event in events:
        own = event.account_id in ("", caller.account.external_id)
        by_account.setdefault("" if own else event.account_id, []).append(event)
    receiving.take_in(caller.channel, by_account.pop(""))
    callbacks.note_received(caller.channel)
    for account_id, its_events in by_account.items():
        channel = _other_channel(caller, webhook, account_id)
        if channel is None and all(event.kind == EventKind.PUBLISH_RESULT for event in its_events):
            # Of whoever published in the app what was handed over here: the result names it, not the account.
            receiving.take_in(caller.channel, its_events)
        elif channel is None:
            log.warning(
                "channel %s: %d event(s) pushed for an account that is not connected here",
                caller.channel.pk,
                len(its_events),
            )
        else:
            receiving.take_in(channel, its_events)
            callbacks.note_received(channel)


def _other_channel(caller: Caller, webhook: Webhook, account_id: str) -> Channel | None:
    """The channel of that account, if the push is proven by its own secrets too: it is of the same application."""
    found = sibling_of(caller.channel, account_id)
    if found is None:
        return None
    believed = caller.converse.parse_webhook(account_of(found, found.grant), webhook) is not None
    return found if believed else None
