from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chaoxin.accounts.models import Membership, Workspace
from chaoxin.channels.models import Channel
from chaoxin.content.models import Variant
from chaoxin.core.models import Record
from chaoxin.publishing.states import LIVE_STATES, State


class Delivery(Record):
    """The planned and tracked publication of a variant on a channel.

    `content` is the approved content frozen at scheduling (the form that `content.packing.pack` answers) and
    `content_hash` its hash, which verdict and approval carry too. `prepared` is what the connector has made ready,
    `upload_done` of `upload_total` octets among it; `sent_facts` is what only the answer to the submit told (a key
    for comments), and the receipt takes it over. `due_at` is UTC; `zone` is the time zone in which a person chose it.
    `by_hand` deliveries are never sent by machinery: a person publishes them on the platform (`Handoff`).
    `limited` says that the platform shows the live post to fewer people; `alarm` is what befell it and nobody has
    seen yet, since `alarm_at`. `stoppable` and `lapse` are not stored; `stopping.mark`
    and `lapsing.mark` set them.
    """

    stoppable = False
    lapse = ""

    class Alarm(models.TextChoices):
        REMOVED = "removed", _("平台上不见了")
        LIMITED = "limited", _("可见范围受限")
        LINK = "link", _("链接没有核对")

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="deliveries")
    variant = models.ForeignKey(Variant, on_delete=models.PROTECT, related_name="deliveries")
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="deliveries")
    state = models.CharField(_("状态"), max_length=12, choices=State.choices, default=State.SCHEDULED)
    by_hand = models.BooleanField(_("人工发布"), default=False)
    due_at = models.DateTimeField(_("计划时间"))
    zone = models.CharField(max_length=60, default="Asia/Shanghai")
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    title = models.CharField(max_length=200)
    scheduled_by = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")

    held_for = models.CharField(_("搁置原因"), max_length=30, blank=True)
    sentence = models.TextField(_("说明"), blank=True)
    late_allowed = models.BooleanField(default=False)
    prepared = models.JSONField(default=dict)
    upload_done = models.BigIntegerField(default=0)
    upload_total = models.BigIntegerField(default=0)
    sent_facts = models.JSONField(default=dict)
    reference = models.CharField(max_length=200, blank=True)
    not_before = models.DateTimeField(_("此前不再尝试"), null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    looks = models.PositiveSmallIntegerField(default=0)
    next_look_at = models.DateTimeField(_("下次核实"), null=True, blank=True)
    limited = models.BooleanField(_("可见范围受限"), default=False)
    alarm = models.CharField(pgettext_lazy("alarm", "提醒"), max_length=12, choices=Alarm.choices, blank=True)
    alarm_at = models.DateTimeField(_("提醒时间"), null=True, blank=True)
    published_at = models.DateTimeField(_("上线时间"), null=True, blank=True)
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("投放")
        ordering = ["due_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["variant"],
                condition=models.Q(state__in=LIVE_STATES),
                name="one_live_delivery_per_variant",
            ),
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="delivery_state_known"),
        ]
        indexes = [
            models.Index(
                fields=["channel", "due_at"],
                name="delivery_due",
                condition=models.Q(state="scheduled", by_hand=False),
            ),
            models.Index(
                fields=["due_at"],
                name="delivery_to_hand_over",
                condition=models.Q(state="scheduled", by_hand=True),
            ),
            models.Index(
                fields=["next_look_at"],
                name="delivery_to_look",
                condition=models.Q(state__in=["reviewing", "unconfirmed", "published"]),
            ),
            models.Index(fields=["workspace", "state", "due_at"], name="delivery_by_state"),
            models.Index(fields=["workspace"], name="delivery_with_alarm", condition=~models.Q(alarm="")),
            models.Index(fields=["channel", "published_at"], name="delivery_by_publication"),
        ]

    def __str__(self) -> str:
        return f"{self.title} @ {self.channel}"
