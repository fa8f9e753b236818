from __future__ import annotations

from django.db import models

from chaoxin.channels.models import Channel
from chaoxin.core import clock


class FetchCursor(models.Model):
    """How far a channel's comments and mentions have been fetched, and when to ask again."""

    channel = models.OneToOneField(
        Channel, on_delete=models.CASCADE, primary_key=True, related_name="fetch_cursor"
    )
    cursor = models.TextField(blank=True)
    next_fetch_at = models.DateTimeField(default=clock.now, db_index=True)
    leased_until = models.DateTimeField(default=clock.now)
    fetched_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.channel_id} {self.fetched_at}"
