"""Regular care for the channels: one look at what is due, and one job per channel, so that a slow platform keeps
nobody else waiting."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.tasks import Task

from . import consenting, health, quotas
from .models import Channel

LEDGER_KEPT = timedelta(days=100)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="channels.renew_due")
def renew_due(timestamp: int) -> None:
    """Queues the renewal of every token that ends soon."""
    _queue(renew_channel, health.channels_to_renew())


@app.periodic(cron="7 * * * *")
@app.task(queueing_lock="channels.check_due")
def check_due(timestamp: int) -> None:
    """Queues the health check of every channel that has not been looked at for a day."""
    _queue(check_channel, health.channels_to_check())


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="channels.warn_of_expiry")
def warn_of_expiry(timestamp: int) -> None:
    """Warns of grants that end within 7 days."""
    health.warn_of_expiry()


@app.periodic(cron="41 4 * * *")
@app.task(queueing_lock="channels.forget")
def forget(timestamp: int) -> None:
    """Removes consent rounds that are over and ledger rows that nobody looks at any more."""
    consenting.forget_old_rounds()
    quotas.forget_old_uses(keep=LEDGER_KEPT)


@app.task
def renew_channel(channel: str) -> None:
    found = _acting(channel)
    if found is not None:
        health.keep_fresh(found)


@app.task
def check_channel(channel: str) -> None:
    found = _acting(channel)
    if found is not None:
        health.check_health(found)


def _queue(task: Task, channels: Iterable[UUID]) -> None:
    for pk in channels:
        try:
            task.configure(queueing_lock=f"{task.name}:{pk}").defer(channel=str(pk))
        except AlreadyEnqueued:
            continue


def _acting(pk: str) -> Channel | None:
    return Channel.objects.filter(pk=pk, removed_at=None).first()
