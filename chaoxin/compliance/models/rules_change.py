from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chaoxin.accounts.models import Membership, Workspace
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

    @property
    def edition(self) -> str:
        """Names the change as it stands; what is added to it later gives it another."""
        return str(int(self.changed_at.timestamp() * 1_000_000))


class RulesChangeDecision(Record):
    """What somebody else says of a change as a whole: that he stands for it as well, or that it is not to be. A refusal
    is of the change as it stood then."""

    change = models.ForeignKey(RulesChange, on_delete=models.CASCADE, related_name="decisions")
    by = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    agreed = models.BooleanField()
    reason = models.CharField(_("理由"), max_length=1000)

    class Meta:
        verbose_name = _("规则调整的第二人意见")
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return f"{self.change_id} {self.agreed}"
