from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chaoxin.accounts.models import Workspace
from chaoxin.core.encryption import EncryptedJSONField
from chaoxin.core.models import Record


class Notice(Record):
    """Something that people are told once: `key` is the sender's own name of it and makes saying it twice harmless.
    `words` hold title, text and link, encrypted, since a link may be a key."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="notices")
    key = models.CharField(max_length=160)
    words = EncryptedJSONField()

    class Meta:
        verbose_name = _("提醒")
        constraints = [models.UniqueConstraint(fields=["workspace", "key"], name="one_notice_per_key")]

    def __str__(self) -> str:
        return self.key
