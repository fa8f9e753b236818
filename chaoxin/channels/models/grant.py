from __future__ import annotations

from django.db import models

from chaoxin.core.encryption import EncryptedJSONField
from chaoxin.core.models import Record

from .channel import Channel


class Grant(Record):
    """What lets the house act as a channel: long-lived credentials and the token in force, both encrypted.
    `generation` counts renewals, so that who waited for a renewal sees that it has happened."""

    channel = models.OneToOneField(Channel, on_delete=models.CASCADE, related_name="grant")
    credentials = EncryptedJSONField(default=dict)
    token = EncryptedJSONField(null=True)
    token_scopes = models.JSONField(default=list)
    expires_at = models.DateTimeField("令牌到期", null=True, blank=True)
    generation = models.PositiveIntegerField(default=0)
    renewed_at = models.DateTimeField("最近续期", null=True, blank=True)
    broken_at = models.DateTimeField("失效时间", null=True, blank=True)
    last_error = models.TextField("最近错误", blank=True)

    class Meta:
        verbose_name = "授权"

    def __str__(self) -> str:
        return f"{self.channel} 的授权"
