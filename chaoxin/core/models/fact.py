from __future__ import annotations

from django.db import models

from chaoxin.core import clock

from .record import Record


class Fact(Record):
    """Something that happened, written in the transaction in which it happened."""

    name = models.CharField(max_length=80)
    workspace_id = models.UUIDField(null=True)
    subject_type = models.CharField(max_length=80)
    subject_id = models.CharField(max_length=64)
    payload = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="fact_subject")]

    def __str__(self) -> str:
        return f"{self.name} {self.subject_type}:{self.subject_id}"


class FactReceipt(Record):
    """What became of one fact at one subscriber."""

    class State(models.TextChoices):
        PENDING = "pending", "待送达"
        DONE = "done", "已送达"
        PARKED = "parked", "已搁置"

    fact = models.ForeignKey(Fact, on_delete=models.CASCADE, related_name="receipts")
    subscriber = models.CharField(max_length=160)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    tries = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(default=clock.now)
    last_error = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fact", "subscriber"], name="one_receipt_per_subscriber")
        ]
        indexes = [
            models.Index(fields=["next_try_at"], name="receipt_pending", condition=models.Q(state="pending")),
            models.Index(fields=["created_at"], name="receipt_parked", condition=models.Q(state="parked")),
        ]

    def __str__(self) -> str:
        return f"{self.subscriber}: {self.state}"
