from __future__ import annotations

from django.db import models

from chaoxin.channels.models import Channel

from .measurement import Measurement


class AccountReading(Measurement):
    """A metric of a whole account at one time: read from the platform, or counted by us. The table is partitioned
    by month of `at`; its key makes a repeat of the same reading fall onto the first."""

    pk = models.CompositePrimaryKey("channel_id", "metric", "kind", "at")
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="readings", db_index=False)

    class Meta:
        verbose_name = "账号读数"

    def __str__(self) -> str:
        return f"{self.channel_id} {self.metric} {self.at:%Y-%m-%d %H:%M} {self.value}"
