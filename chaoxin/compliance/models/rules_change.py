from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chaoxin.accounts.models import Workspace
from chaoxin.core import clock
from chaoxin.core.models import Record


class RulesChange(Record):
    """What somebody has changed in the rules or the industry, kept for some days. `makers` are the ids of all members
    who stand for it. `rules` has the company's rows before and after by the rule that they make or change, each with
    the name of its pack; `industries` the industry before and after, where that changed."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="rules_changes")
    makers = models.JSONField(default=list)
    rules = models.JSONField(default=dict)
    industries = models.JSONField(default=list)
    changed_at = models.DateTimeField(_("最近调整"), default=clock.now)

    class Meta:
        verbose_name = _("规则调整")
        indexes = [models.Index(fields=["workspace", "created_at"], name="rules_change_log")]

    def __str__(self) -> str:
        return f"{self.workspace_id} {self.created_at:%Y-%m-%d}"
