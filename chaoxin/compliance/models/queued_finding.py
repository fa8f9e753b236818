from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chaoxin.accounts.models import Membership, Workspace
from chaoxin.channels.models import Channel
from chaoxin.compliance.subjects import Standing
from chaoxin.core import clock
from chaoxin.core.models import Record

from .verdict import Verdict


class QueuedFinding(Record):
    """A finding in the queue of 合规中心: what stands where, and what became of it. Its words (why, basis, substitutes)
    are those of `verdict.findings[index]`; `before` and `after` are what stands around it. The subject is a generic
    reference, `url` the page on which a person sees it. A place of an exact content has one row, however often that
    is judged. `forgiven` is the way of saying that a false alarm lets pass."""

    class State(models.TextChoices):
        OPEN = "open", _("待处理")
        ASKED = "asked", _("待作者修改")
        OVERRIDDEN = "overridden", _("已放行")
        FALSE_ALARM = "false_alarm", _("误报")
        DISMISSED = "dismissed", _("不处理")
        GONE = "gone", _("已改掉")

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="queued_findings")
    verdict = models.ForeignKey(Verdict, on_delete=models.CASCADE, related_name="queued")
    index = models.PositiveSmallIntegerField()
    subject_type = models.CharField(max_length=80)
    subject_id = models.CharField(max_length=64)
    content_hash = models.CharField(max_length=64)
    standing = models.CharField(_("内容"), max_length=10, choices=Standing.choices)
    title = models.CharField(_("标题"), max_length=200, blank=True)
    url = models.CharField(max_length=300, blank=True)
    platform = models.CharField(_("平台"), max_length=30, blank=True)
    channel = models.ForeignKey(
        Channel, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("账号")
    )
    author = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("作者")
    )
    rule = models.CharField(_("规则"), max_length=80)
    name = models.CharField(max_length=120)
    severity = models.CharField(_("轻重"), max_length=7)
    weight = models.PositiveSmallIntegerField()
    field = models.CharField(max_length=80)
    media = models.CharField(max_length=80, blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quoted = models.CharField(_("命中"), max_length=300, blank=True)
    before = models.CharField(max_length=40, blank=True)
    after = models.CharField(max_length=40, blank=True)
    state = models.CharField(_("状态"), max_length=11, choices=State.choices, default=State.OPEN)
    note = models.TextField(_("说明"), blank=True)
    forgiven = models.CharField(_("放过的说法"), max_length=300, blank=True)
    handled_by = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    handled_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(_("最近一次检查"), default=clock.now)

    class Meta:
        verbose_name = _("待处理命中")
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "subject_type",
                    "subject_id",
                    "content_hash",
                    "rule",
                    "field",
                    "media",
                    "start",
                    "end",
                ],
                name="one_row_a_place",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["open", "asked", "overridden", "false_alarm", "dismissed", "gone"]
                ),
                name="queued_finding_state_known",
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "state", "-weight", "-seen_at"], name="finding_queue"),
            models.Index(fields=["workspace", "rule", "quoted"], name="finding_by_phrase"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.quoted} {self.get_state_display()}"
