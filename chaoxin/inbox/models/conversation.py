from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chaoxin.accounts.models import Membership, Workspace
from chaoxin.audience.models import Identity
from chaoxin.audience.naming import shown_name
from chaoxin.channels.models import Channel
from chaoxin.core.models import Record
from chaoxin.publishing.models import Delivery

from . import judgements
from .judgements import Purpose, Sentiment

LEAD_STATES = {"open": _("待联系"), "answered": _("已联系")}


class Conversation(Record):
    """A message thread with one person: private messages of one account, one comment under a post with what follows
    from it, or what a platform tells of somebody who left contact data. `thread_key` is unique per channel and kind.
    `purpose` and `sentiment` are what stands out in the latest stretch of messages, blank where that is not sure."""

    class Kind(models.TextChoices):
        MESSAGE = "message", _("私信")
        COMMENT = "comment", _("评论")
        MENTION = "mention", _("@提及")
        LEAD = "lead", _("线索")

    class State(models.TextChoices):
        OPEN = "open", _("待回复")
        ANSWERED = "answered", _("已回复")
        SNOOZED = "snoozed", _("稍后处理")
        CLOSED = "closed", _("已关闭")

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="conversations")
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="conversations")
    kind = models.CharField(_("类型"), max_length=10, choices=Kind.choices)
    thread_key = models.CharField(max_length=200)
    identity = models.ForeignKey(Identity, on_delete=models.SET_NULL, null=True, related_name="conversations")
    delivery = models.ForeignKey(Delivery, on_delete=models.SET_NULL, null=True, related_name="conversations")
    post_id = models.CharField(max_length=200, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.OPEN)
    assignee = models.ForeignKey(
        Membership,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="conversations",
        verbose_name=_("负责人"),
    )
    excerpt = models.CharField(_("最近一句"), max_length=200, blank=True)
    last_message_at = models.DateTimeField(_("最近消息"))
    answer_due_at = models.DateTimeField(_("回复期限"), null=True, blank=True)
    snoozed_until = models.DateTimeField(_("稍后处理到"), null=True, blank=True)
    purpose = models.CharField(_("来意"), max_length=12, choices=Purpose.choices, blank=True)
    sentiment = models.CharField(_("情绪"), max_length=8, choices=Sentiment.choices, blank=True)
    unread = models.PositiveIntegerField(_("未读"), default=0)

    class Meta:
        verbose_name = _("会话")
        ordering = ["-last_message_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "kind", "thread_key"], name="one_conversation_per_thread"
            )
        ]
        indexes = [
            models.Index(fields=["workspace", "state", "answer_due_at"], name="conversation_queue"),
            models.Index(fields=["workspace", "-last_message_at"], name="conversation_recent"),
            models.Index(fields=["workspace", "purpose", "state"], name="conversation_purpose"),
        ]

    @property
    def state_name(self) -> str:
        """Its state as people say it: leads are got in touch with, others are answered."""
        if self.kind == self.Kind.LEAD and self.state in LEAD_STATES:
            return str(LEAD_STATES[self.state])
        return str(self.get_state_display())

    @property
    def person_name(self) -> str:
        """The name of the one who wrote, as every page says it."""
        return shown_name(self.identity)

    @property
    def is_complaint(self) -> bool:
        return self.purpose == Purpose.COMPLAINT

    @property
    def signs(self) -> str:
        """What stands out, in words for a chip; "" where nothing does."""
        return judgements.signs(self.purpose, self.sentiment)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.excerpt[:30]}"
