from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chaoxin.accounts.models import Membership, Workspace
from chaoxin.channels.models import Channel
from chaoxin.compliance.values import Finding, finding_of, worst_first
from chaoxin.core import clock
from chaoxin.core.models import Record


class Verdict(Record):
    """The gate's judgment of one exact content. `content_hash` is the hash of the judged values; a changed text has
    another hash and needs a new verdict. The subject is a generic reference, since this room knows no drafts.
    `title` tells a reader of the log what was judged; `author` wrote it, `writers` are the ids of all members whose
    work is in it (empty on what was kept before they were), `asked_by` had it judged (None where the house did),
    `channel` is the account that it goes out by, where there is one. It is `outdated` where nobody asked for it and
    the draft has been written on since: then it counts in no figure."""

    class Level(models.TextChoices):
        ALLOW = "allow", _("通过")
        CONFIRM = "confirm", _("需确认")
        BLOCK = "block", _("拦截")

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="verdicts")
    subject_type = models.CharField(max_length=80)
    subject_id = models.CharField(max_length=64)
    content_hash = models.CharField(max_length=64)
    platform = models.CharField(max_length=30, blank=True)
    title = models.CharField(_("标题"), max_length=200, blank=True)
    author = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("作者")
    )
    writers = models.JSONField(default=list)
    asked_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("提交人")
    )
    channel = models.ForeignKey(
        Channel, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("账号")
    )
    level = models.CharField(_("结论"), max_length=10, choices=Level.choices)
    findings = models.JSONField(_("命中"), default=list)
    rule_versions = models.JSONField(default=dict)
    judged_at = models.DateTimeField(default=clock.now)
    outdated = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("合规结论")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level__in=["allow", "confirm", "block"]), name="verdict_level_known"
            )
        ]
        indexes = [
            models.Index(fields=["workspace", "content_hash"], name="verdict_by_hash"),
            models.Index(fields=["workspace", "-judged_at"], name="verdict_log"),
            models.Index(fields=["subject_type", "subject_id", "-judged_at"], name="verdict_by_subject"),
        ]

    @property
    def worst_first(self) -> list[Finding]:
        """Its findings in the order in which a person wants to see them."""
        return worst_first(finding_of(stored) for stored in self.findings)

    def __str__(self) -> str:
        return f"{self.get_level_display()} {self.subject_type}:{self.subject_id}"
