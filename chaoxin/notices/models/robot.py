from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chaoxin.accounts.models import Workspace
from chaoxin.channels.models import ChannelGroup
from chaoxin.core.encryption import EncryptedJSONField
from chaoxin.core.models import Record
from chaoxin.notices.robots import KINDS


class Robot(Record):
    """A robot in a group chat that tells a team of what waits for it. Its address lets whoever has it write to the
    group, so address and signing secret are kept encrypted. Of a robot with a `group` only notices about channels of
    that group are heard. One with `in_sandbox` speaks to the sandbox instead of the real service."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="robots")
    group = models.ForeignKey(
        ChannelGroup, on_delete=models.CASCADE, null=True, blank=True, related_name="robots"
    )
    name = models.CharField(_("名称"), max_length=60)
    kind = models.CharField(
        _("类型"), max_length=20, choices=[(key, kind.name) for key, kind in KINDS.items()]
    )
    address = EncryptedJSONField()
    secret = EncryptedJSONField(default=str)
    in_sandbox = models.BooleanField(default=False)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("群机器人")
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name
