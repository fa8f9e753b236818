from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chaoxin.channels.models import Channel
from chaoxin.core.models import Record

from .person import Person


class Identity(Record):
    """A person as one channel knows him: the platform's id, name and picture there."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="identities")
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="identities")
    external_id = models.CharField(_("平台用户 ID"), max_length=120)
    name = models.CharField(_("昵称"), max_length=120, blank=True)
    avatar_url = models.URLField(max_length=500, blank=True)
    follows = models.BooleanField(_("已关注"), null=True, blank=True)
    first_seen_at = models.DateTimeField(_("首次互动"))
    last_seen_at = models.DateTimeField(_("最近互动"))

    class Meta:
        verbose_name = _("平台身份")
        constraints = [
            models.UniqueConstraint(fields=["channel", "external_id"], name="one_identity_per_channel")
        ]

    def __str__(self) -> str:
        return self.name or self.external_id
