"""The address to which a platform pushes what happens on an account."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings

from chaoxin.connectors.contract import Connector, unmetered
from chaoxin.core import clock

from .applications import is_declared
from .models import Channel, ShareApp
from .wires import connector_of

# The inbox answers at this path; it lies outside every workspace since platforms know none.
CALLBACK_PATH = "/hooks/"
NOTE_EVERY = timedelta(minutes=1)


def address_of(channel: Channel) -> str:
    """The callback address to register with the platform; "" for a platform that pushes nothing and for declared
    accounts without an application of the company's, of which no push could be verified."""
    connector = connector_of(channel.platform, Channel.Environment.LIVE, meter=unmetered)
    if connector.converse is None or (is_declared(channel) and not _hears_of_posts(channel, connector)):
        return ""
    return f"{settings.PUBLIC_URL}{CALLBACK_PATH}{channel.callback_key}"


def _hears_of_posts(channel: Channel, connector: Connector) -> bool:
    app = connector.open_app
    return app is not None and app.pushes_outcome and ShareApp.objects.filter(channel=channel).exists()


def note_received(channel: Channel) -> None:
    """Notes that a properly signed request has come in; writes at most once a minute per channel."""
    now = clock.now()
    last = channel.callback_received_at
    if last is None or last <= now - NOTE_EVERY:
        channel.callback_received_at = now
        Channel.objects.filter(pk=channel.pk).update(callback_received_at=now)
