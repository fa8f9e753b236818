"""Periodic work of the room; each job calls one verb."""

from __future__ import annotations

from procrastinate.contrib.django import app

from . import counting, partitions


@app.periodic(cron="41 2 * * *")
@app.task(queueing_lock="analytics_make_partitions")
def make_partitions(timestamp: int) -> None:
    partitions.make_coming()


@app.periodic(cron="5 * * * *")
@app.task(queueing_lock="analytics_mark_recent_days")
def mark_recent_days(timestamp: int) -> None:
    """Has the last days counted for every channel, so that a day without any event counts as zero."""
    counting.mark_recent_days()
