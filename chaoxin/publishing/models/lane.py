from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chaoxin.channels.models import Channel
from chaoxin.core import clock


class Lane(models.Model):
    """A channel's turn at publishing: whoever holds the lease is the only one that sends for the channel.
    `lease` is a fresh value for every turn, so that a holder that lost its turn cannot go on."""

    channel = models.OneToOneField(Channel, on_delete=models.CASCADE, primary_key=True, related_name="lane")
    lease = models.CharField(max_length=48, blank=True)
    worker = models.CharField(max_length=120, blank=True)
    leased_until = models.DateTimeField(default=clock.now, db_index=True)
    free_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("发布通道")

    def __str__(self) -> str:
        return f"{self.channel_id} {self.worker}"
