from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .channel import Channel


class QuotaUse(models.Model):
    """How often a channel used a metered call in one window."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="quota_uses")
    meter = models.CharField(max_length=60)
    window_start = models.DateTimeField()
    window_seconds = models.PositiveIntegerField()
    used = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("额度使用")
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "meter", "window_seconds", "window_start"], name="one_quota_row_per_window"
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel_id} {self.meter} {self.used}"
