from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chaoxin.accounts.models import Membership
from chaoxin.core.models import Record

from .notice import Notice
from .robot import Robot


class Dispatch(Record):
    """A notice on its way to one member by mail, or to one group chat by its robot."""

    class State(models.TextChoices):
        WAITING = "waiting", _("等待发送")
        SENT = "sent", _("已送出")
        FAILED = "failed", _("没有送到")

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="dispatches")
    member = models.ForeignKey(Membership, on_delete=models.CASCADE, null=True, related_name="+")
    robot = models.ForeignKey(Robot, on_delete=models.CASCADE, null=True, related_name="dispatches")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    sentence = models.TextField(_("说明"), blank=True)

    class Meta:
        verbose_name = _("送达")
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "member", "robot"], name="one_dispatch_per_receiver", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=models.Q(member__isnull=True) ^ models.Q(robot__isnull=True),
                name="dispatch_has_one_receiver",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "sent", "failed"]), name="dispatch_state_known"
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], name="dispatch_due", condition=models.Q(state="waiting"))
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} → {self.member_id or self.robot_id}"
