from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chaoxin.core.encryption import EncryptedJSONField
from chaoxin.core.models import Record

from .channel import Channel


class ShareApp(Record):
    """The company's own application in whose name a platform's app is opened on a phone with a post in it, for a
    declared channel: its secrets, and its token for as long as that is good. What is no secret of it stands in the
    channel's settings."""

    channel = models.OneToOneField(Channel, on_delete=models.CASCADE, related_name="share_app")
    secrets = EncryptedJSONField(default=dict)
    token = EncryptedJSONField(null=True)
    token_expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("分享应用")

    def __str__(self) -> str:
        return f"{self.channel} 的分享应用"
