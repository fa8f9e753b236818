from __future__ import annotations

import uuid

from django.db import models

from chaoxin.core import clock, ids


class Record(models.Model):
    """Base of the house's rows: an id that sorts by time and the time of making."""

    id: models.UUIDField[uuid.UUID, uuid.UUID] = models.UUIDField(
        primary_key=True, default=ids.new_id, editable=False
    )
    created_at = models.DateTimeField("创建时间", default=clock.now, editable=False)

    class Meta:
        abstract = True
