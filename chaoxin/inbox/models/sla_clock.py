from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chaoxin.core.models import Record

from .conversation import Conversation


class SlaClock(Record):
    """One stretch of waiting for an answer: from the first unanswered message to our answer or the closing."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="clocks")
    started_at = models.DateTimeField(_("开始"))
    due_at = models.DateTimeField(_("期限"))
    stopped_at = models.DateTimeField(_("停止"), null=True, blank=True)
    answered = models.BooleanField(default=False)
    breached_at = models.DateTimeField(_("超时"), null=True, blank=True)

    class Meta:
        verbose_name = _("响应时钟")
        constraints = [
            models.UniqueConstraint(
                fields=["conversation"], condition=models.Q(stopped_at=None), name="one_running_clock"
            )
        ]
        indexes = [
            models.Index(fields=["started_at"], name="clock_by_start"),
            models.Index(fields=["due_at"], name="clock_running", condition=models.Q(stopped_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id} → {self.due_at}"
