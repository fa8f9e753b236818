from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chaoxin.accounts.models import Membership
from chaoxin.core.models import Record

from .judgements import Purpose, Sentiment
from .message import Message


class Correction(Record):
    """What a person says a message's purpose or sentiment is, right or otherwise than judged: one per message and task,
    the newest. `judged` is what the model had said, blank where nothing. `label` with the message's text is an example
    to train one's own model by."""

    class Task(models.TextChoices):
        KINDS = "kinds", _("来意")
        SENTIMENT = "sentiment", _("情绪")

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="corrections")
    task = models.CharField(max_length=10, choices=Task.choices)
    label = models.CharField(max_length=12)
    judged = models.CharField(max_length=12, blank=True)
    author = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("更正")
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["message", "task"], name="one_correction_per_message_and_task")
        ]

    @property
    def label_name(self) -> str:
        return _name(self.task, self.label)

    @property
    def judged_name(self) -> str:
        return _name(self.task, self.judged)

    def __str__(self) -> str:
        return f"{self.judged} → {self.label}"


def _name(task: str, label: str) -> str:
    labels = Purpose if task == Correction.Task.KINDS else Sentiment
    return str(dict(labels.choices).get(label, ""))
