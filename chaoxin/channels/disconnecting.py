"""Letting an account go: its secrets are given back and wiped; what was published through it stays on record."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from chaoxin.accounts import auditing
from chaoxin.accounts.actor import Actor
from chaoxin.connectors.contract import unmetered
from chaoxin.connectors.errors import ConnectorError
from chaoxin.core import clock
from chaoxin.core.announcing import announce

from . import facts, share_apps
from .grants import account_of
from .models import Channel, Grant
from .platform_words import told
from .wires import connector_of


def disconnect(channel: Channel, *, by: Actor) -> str:
    """Gives the grant back where the platform allows it, wipes its secrets, and stops all acting as the channel.
    Answers a sentence on what the platform said, "" when all went well. Connecting again undoes it."""
    by.require("channel.connect")
    said = _revoke(channel)
    _let_go(channel, by=by, removed=False)
    return said


def remove(channel: Channel, *, by: Actor) -> str:
    """Disconnects the channel and takes it off every list; deliveries, conversations and figures of it remain.
    Answers as `disconnect` does."""
    by.require("channel.connect")
    said = _revoke(channel)
    _let_go(channel, by=by, removed=True)
    return said


def _revoke(channel: Channel) -> str:
    grant = Grant.objects.filter(channel=channel).first()
    if grant is None or not grant.token:
        return ""
    try:
        connector = connector_of(channel.platform, channel.environment, meter=unmetered)
        connector.connect.revoke(account_of(channel, grant))
    except ConnectorError as error:
        return _("本系统已删除授权，但平台没有确认撤销（%s）。可以到平台的授权管理里手动取消。") % told(
            error.sentence
        )
    return ""


@transaction.atomic
def _let_go(channel: Channel, *, by: Actor, removed: bool) -> None:
    grant = Grant.objects.select_for_update().filter(channel=channel).first()
    if grant is not None:
        grant.credentials, grant.token, grant.token_scopes, grant.expires_at = {}, None, [], None
        grant.generation += 1
        grant.broken_at, grant.last_error = None, ""
        grant.save()
    share_apps.forget(channel)
    channel.state, channel.attention = Channel.State.DISCONNECTED, ""
    channel.removed_at = clock.now() if removed else None
    channel.save(update_fields=["state", "attention", "removed_at"])
    if removed:
        channel.groups.clear()
    verb = "channel.removed" if removed else "channel.disconnected"
    auditing.record(verb, by=by, subject=channel, detail={"name": channel.name})
    payload = {"removed": removed}
    announce(facts.CHANNEL_DISCONNECTED, workspace_id=channel.workspace_id, subject=channel, payload=payload)
