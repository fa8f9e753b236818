from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chaoxin.channels.models import Channel
from chaoxin.core import clock
from chaoxin.core.encryption import EncryptedJSONField
from chaoxin.core.models import Record


class InboundEvent(Record):
    """Something that came in, stored as it came before anything is done with it. Unique per channel, kind and the
    platform's id, so that a repeat is folded into the first. `private` holds contact data of people, encrypted."""

    class State(models.TextChoices):
        NEW = "new", _("待归并")
        FOLDED = "folded", _("已归并")
        PARKED = "parked", _("已搁置")

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="inbound_events")
    kind = models.CharField(max_length=20)
    platform_id = models.CharField(max_length=200)
    at = models.DateTimeField()
    body = models.JSONField()
    private = EncryptedJSONField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.NEW)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=clock.now)
    last_error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "kind", "platform_id"], name="one_event_per_platform_id"
            )
        ]
        indexes = [
            models.Index(fields=["next_try_at"], name="event_to_fold", condition=models.Q(state="new"))
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.platform_id}"
