from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chaoxin.accounts.models import Membership
from chaoxin.audience.models import Identity
from chaoxin.channels.models import Channel
from chaoxin.core.models import Record

from .conversation import Conversation


class Message(Record):
    """One message, in or out. Outgoing ones go through queued → sending → sent, unconfirmed or failed;
    `intent_at` is set right before the call that cannot be taken back."""

    class Direction(models.TextChoices):
        IN = "in", _("收到")
        OUT = "out", _("发出")

    class State(models.TextChoices):
        RECEIVED = "received", _("已收到")
        QUEUED = "queued", _("待发送")
        SENDING = "sending", _("发送中")
        SENT = "sent", _("已发送")
        UNCONFIRMED = "unconfirmed", _("待核实")
        FAILED = "failed", _("发送失败")

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages")
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="messages")
    direction = models.CharField(max_length=3, choices=Direction.choices)
    state = models.CharField(max_length=12, choices=State.choices)
    platform_id = models.CharField(max_length=200, null=True, blank=True)
    at = models.DateTimeField(_("时间"))
    text = models.TextField(_("内容"), blank=True)
    kind = models.CharField(max_length=20, default="text")
    identity = models.ForeignKey(Identity, on_delete=models.SET_NULL, null=True, related_name="messages")
    author = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    reply_to = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="replies")
    verdict_id = models.UUIDField(null=True)
    request_key = models.CharField(max_length=64, null=True, blank=True)
    intent_at = models.DateTimeField(null=True)
    next_look_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sentence = models.TextField(blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("消息")
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "platform_id"], name="one_message_per_platform_id"
            ),
            models.UniqueConstraint(fields=["conversation", "request_key"], name="one_message_per_request"),
        ]
        indexes = [
            models.Index(
                fields=["next_look_at"],
                name="message_to_send",
                condition=models.Q(state__in=["queued", "sending", "unconfirmed"]),
            ),
            models.Index(fields=["conversation", "at"], name="message_in_order"),
            models.Index(fields=["channel", "at"], name="message_by_channel"),
        ]

    def __str__(self) -> str:
        return self.text[:40]
