from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chaoxin.core.models import Record

from .delivery import Delivery


class FirstComment(Record):
    """The account's own first comment under a delivery's live post. `intent_at` is set, in a transaction of its own,
    right before the call that writes it; with an intent and no answer it is looked for and not written again."""

    class State(models.TextChoices):
        QUEUED = "queued", _("待发")
        SENDING = "sending", _("发送中")
        UNCONFIRMED = "unconfirmed", _("待核实")
        SENT = "sent", _("已发出")
        FAILED = "failed", _("没有发出")

    delivery = models.OneToOneField(Delivery, on_delete=models.CASCADE, related_name="first_comment")
    text = models.TextField(_("首评"))
    state = models.CharField(_("状态"), max_length=12, choices=State.choices, default=State.QUEUED)
    intent_at = models.DateTimeField(null=True, blank=True)
    next_step_at = models.DateTimeField(null=True, blank=True)
    looks = models.PositiveSmallIntegerField(default=0)
    platform_id = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(_("发出时间"), null=True, blank=True)
    sentence = models.TextField(_("说明"), blank=True)

    class Meta:
        verbose_name = _("首评")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["queued", "sending", "unconfirmed", "sent", "failed"]),
                name="first_comment_state_known",
            )
        ]
        indexes = [
            models.Index(
                fields=["next_step_at"],
                name="first_comment_to_do",
                condition=models.Q(state__in=["queued", "sending", "unconfirmed"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.state}"
