from __future__ import annotations

from django.db import models


class Heartbeat(models.Model):
    """The last sign of life of a running process. `worker` is host:pid:start."""

    worker = models.CharField(max_length=120, primary_key=True)
    kind = models.CharField(max_length=20)
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField(db_index=True)
    detail = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.kind} {self.worker}"
