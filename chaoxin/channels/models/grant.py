from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chaoxin.core.encryption import EncryptedJSONField
from chaoxin.core.models import Record

from .channel import Channel


class Grant(Record):
    """What lets the house act as a channel: long-lived credentials and the secrets of the token in force,
    both encrypted.

    `generation` counts every change of credentials or token, so that who waited for a renewal sees that it
    has happened. While `broken_at` is set nobody acts as the channel. Renewals that failed, or whose token was
    rejected, are counted in `renewal_failures` until a call succeeds; the next one may be tried at
    `renew_not_before`. `renewable_until` is where renewals end and a person is needed. `expiry_warned_for` is the
    expiry of which people have been warned.
    """

    channel = models.OneToOneField(Channel, on_delete=models.CASCADE, related_name="grant")
    credentials = EncryptedJSONField(default=dict)
    token = EncryptedJSONField(null=True)
    token_scopes = models.JSONField(default=list)
    expires_at = models.DateTimeField(_("令牌到期"), null=True, blank=True)
    renewable_until = models.DateTimeField(_("最晚授权到期"), null=True, blank=True)
    generation = models.PositiveIntegerField(default=0)
    renewed_at = models.DateTimeField(_("最近续期"), null=True, blank=True)
    renewal_failures = models.PositiveSmallIntegerField(default=0)
    renew_not_before = models.DateTimeField(null=True, blank=True)
    expiry_warned_for = models.DateTimeField(null=True, blank=True)
    broken_at = models.DateTimeField(_("失效时间"), null=True, blank=True)
    last_error = models.TextField(_("最近错误"), blank=True)

    class Meta:
        verbose_name = _("授权")
        indexes = [
            models.Index(fields=["expires_at"], name="grant_by_expiry", condition=models.Q(broken_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.channel} 的授权"
