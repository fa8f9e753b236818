from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chaoxin.accounts.models import Membership, Workspace
from chaoxin.core.models import Record


class RulePack(Record):
    """Rules of a company's own. What people edit are its `CompanyRule`s; what counts is the version that `live`
    names, None while the pack is off. Of packs that say something of the same rule the one with the higher priority
    is right."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="rule_packs")
    name = models.CharField(_("名称"), max_length=60)
    priority = models.PositiveSmallIntegerField(_("优先级"), default=100)
    number = models.PositiveIntegerField(_("版本号"), default=0)
    live = models.ForeignKey(
        "RulePackVersion", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("规则包")
        ordering = ["-priority", "created_at"]
        constraints = [models.UniqueConstraint(fields=["workspace", "name"], name="one_rule_pack_per_name")]

    def __str__(self) -> str:
        return self.name


class RulePackVersion(Record):
    """All rules of a pack as they were when it was switched on; `rules` are objects as `OwnRule.as_json` makes."""

    pack = models.ForeignKey(RulePack, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("版本号"))
    rules = models.JSONField(default=list)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    made_by = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("规则包版本")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["pack", "number"], name="one_rule_pack_version_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.pack} v{self.number}"
