"""How often background work asks a platform for one channel: a fact of the quota profile that holds for it."""

from __future__ import annotations

from datetime import timedelta

from chaoxin.connectors import registry

from . import quotas
from .models import Channel


def poll_events_every(channel: Channel) -> timedelta | None:
    """How far apart to ask for comments and messages; None where the platform has nothing to ask for."""
    manifest = registry.manifest(channel.platform)
    if manifest.poll_events_every is None:
        return None
    return manifest.poll_events_every_by_profile.get(quotas.profile_of(channel), manifest.poll_events_every)
