from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chaoxin.core.models import Record

from .membership import Membership


class AccessToken(Record):
    """A personal token for the REST API, bound to one membership. `scopes` are rights it is limited to (empty =
    all that the member may). Only a hash is kept; `start` is shown so that its owner recognizes it."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="access_tokens")
    name = models.CharField(_("名称"), max_length=60)
    secret_hash = models.CharField(max_length=64, unique=True)
    start = models.CharField(max_length=12)
    scopes = models.JSONField(_("权限范围"), default=list)
    expires_at = models.DateTimeField(_("到期时间"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("最近使用"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("访问令牌")

    def __str__(self) -> str:
        return f"{self.name} ({self.start}…)"
