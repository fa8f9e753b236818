"""Signs of life of running processes."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet

from . import clock, worker_identity
from .models import Heartbeat

FRESH_SECONDS = 20
FORGOTTEN_AFTER = timedelta(days=1)


def beat(kind: str) -> None:
    """Writes this process's sign of life and forgets processes that have been silent for a day."""
    now = clock.now()
    Heartbeat.objects.update_or_create(
        worker=worker_identity.current(),
        defaults={"beat_at": now},
        create_defaults={"kind": kind, "started_at": now, "beat_at": now},
    )
    Heartbeat.objects.filter(beat_at__lt=now - FORGOTTEN_AFTER).delete()


def fall_silent() -> None:
    """Removes this process's sign of life, as it ends in order."""
    Heartbeat.objects.filter(worker=worker_identity.current()).delete()


def alive(kind: str) -> QuerySet[Heartbeat]:
    """Processes of a kind that gave a sign of life in the last 20 s."""
    return Heartbeat.objects.filter(kind=kind, beat_at__gte=_oldest_fresh()).order_by("started_at")


def _oldest_fresh() -> datetime:
    return clock.now() - timedelta(seconds=FRESH_SECONDS)
