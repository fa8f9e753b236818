from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from chaoxin.accounts.models import Workspace
from chaoxin.core.models import Record


class RulesRevision(Record):
    """Names the state of a workspace's rules. Every change of what counts gives it a new `token`, by which every
    process sees that the rules that it keeps ready are no longer those of the workspace."""

    workspace = models.OneToOneField(Workspace, on_delete=models.CASCADE, related_name="rules_revision")
    token = models.UUIDField(default=uuid.uuid4)
    changed_at = models.DateTimeField(_("最近调整"))

    class Meta:
        verbose_name = _("规则修订")

    def __str__(self) -> str:
        return str(self.token)
