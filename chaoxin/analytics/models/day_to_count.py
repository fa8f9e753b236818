from __future__ import annotations

from django.db import models

from chaoxin.channels.models import Channel
from chaoxin.core import clock


class DayToCount(models.Model):
    """A day of a channel on which something happened that we count ourselves; gone once it has been counted."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="days_to_count")
    day = models.DateField()
    marked_at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "day"], name="one_mark_per_day")]

    def __str__(self) -> str:
        return f"{self.channel_id} {self.day}"
