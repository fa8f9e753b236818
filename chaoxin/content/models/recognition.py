from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chaoxin.accounts.models import Membership, Workspace
from chaoxin.core.models import Leased

from .asset import Asset


class Recognition(Leased):
    """A look for writing and codes in a picture, or in frames of a video. While it is under way, a worker holds it
    until `leased_until`; `percent` of it is done. What was found stands on the asset."""

    class State(models.TextChoices):
        UNDER_WAY = "under_way", _("识别中")
        DONE = "done", _("已完成")
        FAILED = "failed", _("没有识别成")
        CANCELLED = "cancelled", _("已取消")

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="recognitions")
    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="recognitions")
    asked_by = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(_("状态"), max_length=9, choices=State.choices, default=State.UNDER_WAY)
    percent = models.PositiveSmallIntegerField(_("进度"), default=0)
    sentence = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("识别")
        constraints = [
            models.UniqueConstraint(
                fields=["asset"],
                condition=models.Q(state="under_way"),
                name="one_recognition_under_way",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["under_way", "done", "failed", "cancelled"]),
                name="recognition_state_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["created_at"], condition=models.Q(state="under_way"), name="recognition_to_make"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asset_id} {self.state}"
