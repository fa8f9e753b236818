from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chaoxin.accounts.models import Membership, Workspace
from chaoxin.compliance import causes
from chaoxin.compliance.subjects import Standing
from chaoxin.core.models import Leased

from .verdict import Verdict


class Rejudging(Leased):
    """Contents of a workspace are judged again, since rules have changed or somebody asks for it. `asked_by` is None
    where the house does it by itself; `reason` says why in words, `cause` (of `causes`) where they are not those of
    whoever asked. `house_versions` are those of the house's packs where changed rules were the reason. `media` are the
    files (keys of MediaFacts) of which more is known now, where that is the reason; only contents with one of them are
    judged then. `total` is unknown until all have been counted. Each
    content that is done has its row in `contents`, so that another worker goes on where a dead one was; a worker holds
    the whole until `leased_until`."""

    class State(models.TextChoices):
        UNDER_WAY = "under_way", _("检查中")
        DONE = "done", _("已完成")
        CANCELLED = "cancelled", _("已取消")
        FAILED = "failed", _("没有查完")

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="rejudgings")
    asked_by = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    standings = models.JSONField(_("范围"), default=list)
    since = models.DateTimeField(_("从何时起"), null=True)
    reason = models.CharField(_("原因"), max_length=200)
    cause = models.JSONField(default=dict)
    house_versions = models.JSONField(default=dict)
    media = models.JSONField(default=list)
    state = models.CharField(_("状态"), max_length=9, choices=State.choices, default=State.UNDER_WAY)
    total = models.PositiveIntegerField(null=True)
    done = models.PositiveIntegerField(default=0)
    worse = models.PositiveIntegerField(_("不再通过"), default=0)
    better = models.PositiveIntegerField(_("重新通过"), default=0)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("重新检查")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["under_way", "done", "cancelled", "failed"]),
                name="rejudging_state_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["created_at"], condition=models.Q(state="under_way"), name="rejudging_to_do"
            ),
            models.Index(fields=["workspace", "-created_at"], name="rejudging_log"),
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.get_state_display()}"

    @property
    def said(self) -> str:
        """Why, in the reader's language."""
        return causes.told(self.cause) or self.reason

    @property
    def percent(self) -> int | None:
        """How much of it is done; None before all have been counted."""
        if self.total is None:
            return None
        return min(100, self.done * 100 // self.total) if self.total else 100


class RejudgedContent(models.Model):
    """One content that was judged again: whether it passed before (None where it had never been judged) and whether it
    does now."""

    rejudging = models.ForeignKey(Rejudging, on_delete=models.CASCADE, related_name="contents")
    subject_type = models.CharField(max_length=80)
    subject_id = models.CharField(max_length=64)
    content_hash = models.CharField(max_length=64)
    standing = models.CharField(max_length=10, choices=Standing.choices)
    title = models.CharField(max_length=200)
    url = models.CharField(max_length=300)
    verdict = models.ForeignKey(Verdict, on_delete=models.CASCADE, related_name="+")
    passed = models.BooleanField(null=True)
    passes = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["rejudging", "subject_type", "subject_id", "content_hash"],
                name="one_row_a_rejudged_content",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.passed} → {self.passes}"
