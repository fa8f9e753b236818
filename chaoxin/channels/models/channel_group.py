from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chaoxin.accounts.models import Membership, Workspace
from chaoxin.core.models import Record

from .channel import Channel


class ChannelGroup(Record):
    """Channels that belong together (a brand line, a region)."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="channel_groups")
    name = models.CharField(_("分组名"), max_length=60)
    channels = models.ManyToManyField(Channel, related_name="groups", blank=True)

    class Meta:
        verbose_name = _("账号分组")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["workspace", "name"], name="one_group_per_name")]

    def __str__(self) -> str:
        return self.name


class GroupAccess(Record):
    """Lets a member that is limited to some groups work with the channels of one."""

    group = models.ForeignKey(ChannelGroup, on_delete=models.CASCADE, related_name="accesses")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="group_accesses")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "membership"], name="one_access_per_member_and_group")
        ]

    def __str__(self) -> str:
        return f"{self.membership} → {self.group}"
