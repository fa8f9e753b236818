from __future__ import annotations

from django.db import models

from chaoxin.core import clock

from .record import Record


class Leased(Record):
    """Base of rows that are work for a worker (see `leasing`): `worker` holds it until `leased_until`, in its
    `tries`th try. The model itself has a `state` in which rows wait."""

    tries = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=120, blank=True)
    leased_until = models.DateTimeField(default=clock.now)

    class Meta:
        abstract = True
