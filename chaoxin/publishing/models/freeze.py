from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chaoxin.accounts.models import Membership, Workspace
from chaoxin.channels.models import Channel
from chaoxin.core.models import Record


class Freeze(Record):
    """A stop of everything queued in a workspace, or on one channel, until it is lifted."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="freezes")
    channel = models.ForeignKey(
        Channel, on_delete=models.CASCADE, null=True, blank=True, related_name="freezes"
    )
    reason = models.TextField(_("原因"))
    by = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    thawed_at = models.DateTimeField(_("解冻时间"), null=True, blank=True)
    thawed_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("冻结")
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "channel"],
                condition=models.Q(thawed_at=None),
                name="one_freeze_at_a_time",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel or self.workspace}: {self.reason[:40]}"
