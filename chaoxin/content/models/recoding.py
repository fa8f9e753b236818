from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chaoxin.accounts.models import Membership, Workspace
from chaoxin.core.models import Leased

from .asset import Asset


class Recoding(Leased):
    """A video that somebody asked to have encoded anew. `wanted` says how (see `recoding.Wanted`). While it is under
    way, a worker holds it until `leased_until`; `percent` of the film is written."""

    class State(models.TextChoices):
        UNDER_WAY = "under_way", _("转码中")
        DONE = "done", _("已完成")
        REFUSED = "refused", _("没有转成")
        CANCELLED = "cancelled", _("已取消")

    class Preset(models.TextChoices):
        FULL = "1080p", _("1080p")
        SMALL = "720p", _("720p")
        PLATFORMS = "platforms", _("按平台要求")
        STAMPED = "stamped", _("带 AI 生成标识")

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="recodings")
    asked_by = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="recodings")
    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="recodings")
    preset = models.CharField(_("规格"), max_length=9, choices=Preset.choices)
    wanted = models.JSONField(default=dict)
    state = models.CharField(_("状态"), max_length=9, choices=State.choices, default=State.UNDER_WAY)
    percent = models.PositiveSmallIntegerField(_("进度"), default=0)
    sentence = models.CharField(max_length=300, blank=True)
    result = models.ForeignKey(Asset, on_delete=models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("转码")
        constraints = [
            models.UniqueConstraint(
                fields=["asset", "preset"],
                condition=models.Q(state="under_way"),
                name="one_recoding_under_way",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["under_way", "done", "refused", "cancelled"]),
                name="recoding_state_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["created_at"], condition=models.Q(state="under_way"), name="recoding_to_make"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asset_id} {self.preset}"
