from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chaoxin.accounts.models import Membership
from chaoxin.audience.models import Identity
from chaoxin.channels.models import Channel
from chaoxin.core.models import Record

from . import judgements
from .conversation import Conversation
from .judgements import Purpose, Sentiment


class Message(Record):
    """One message, in or out. Outgoing ones go through queued → sending → sent, unconfirmed or failed;
    `intent_at` is set right before the call that cannot be taken back.

    What comes in is judged: `purpose` and `sentiment` are a model's, with its confidence (0 to 1), or a person's, with
    confidence 1; blank where there was nothing to judge. `judged_at` is empty until then. `kind` is the platform's word
    for the sort of message (text, image …) and says nothing of this."""

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
    purpose = models.CharField(_("来意"), max_length=12, choices=Purpose.choices, blank=True)
    purpose_confidence = models.FloatField(null=True)
    sentiment = models.CharField(_("情绪"), max_length=8, choices=Sentiment.choices, blank=True)
    sentiment_confidence = models.FloatField(null=True)
    judged_at = models.DateTimeField(null=True)

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
            models.Index(
                fields=["-at"],
                name="message_to_judge",
                condition=models.Q(direction="in", judged_at=None),
            ),
        ]

    @property
    def sure_purpose(self) -> str:
        """Blank where the model is not sure enough to be shown."""
        return self.purpose if (self.purpose_confidence or 0) >= judgements.SURE else ""

    @property
    def sure_sentiment(self) -> str:
        return self.sentiment if (self.sentiment_confidence or 0) >= judgements.SURE else ""

    @property
    def signs(self) -> str:
        """What stands out, in words for a chip; "" where nothing does."""
        return judgements.signs(self.sure_purpose, self.sure_sentiment)

    def __str__(self) -> str:
        return self.text[:40]
