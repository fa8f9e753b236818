from __future__ import annotations

from django.db import models

from chaoxin.publishing.models import Delivery

from .measurement import Measurement


class PostReading(Measurement):
    """A metric of a published post at one time. The table is partitioned by month of `at`; its key makes a repeat
    of the same reading fall onto the first."""

    pk = models.CompositePrimaryKey("delivery_id", "metric", "kind", "at")
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="readings", db_index=False)

    class Meta:
        verbose_name = "内容读数"

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.metric} {self.at:%Y-%m-%d %H:%M} {self.value}"
