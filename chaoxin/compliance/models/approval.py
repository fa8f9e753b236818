from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chaoxin.accounts.models import Membership, Workspace
from chaoxin.core.models import Record


class ApprovalPolicy(Record):
    """How many stages an approval has in a workspace; each stage is a list of roles of which one must agree.
    `author_may_approve` is for teams of one."""

    workspace = models.OneToOneField(Workspace, on_delete=models.CASCADE, related_name="approval_policy")
    stages = models.JSONField(_("审核级别"), default=list)
    author_may_approve = models.BooleanField(_("允许作者自审"), default=False)

    class Meta:
        verbose_name = _("审核流程")

    def __str__(self) -> str:
        return f"{self.workspace}: {len(self.stages)} 级"


class ApprovalRequest(Record):
    """A request to approve one exact content (by hash) of a subject. `author` wrote it, who may be another than the
    one who asks; `writers` are the ids of all members whose work is in it."""

    class State(models.TextChoices):
        OPEN = "open", _("待审")
        APPROVED = "approved", _("已通过")
        REJECTED = "rejected", _("已退回")
        WITHDRAWN = "withdrawn", _("已撤回")

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="approval_requests")
    subject_type = models.CharField(max_length=80)
    subject_id = models.CharField(max_length=64)
    content_hash = models.CharField(max_length=64)
    title = models.CharField(max_length=200)
    stages = models.JSONField(default=list)
    stage = models.PositiveSmallIntegerField(_("当前级别"), default=0)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.OPEN)
    requested_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    writers = models.JSONField(default=list)
    note = models.TextField(_("给审核人的话"), blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("审核申请")
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id"],
                condition=models.Q(state="open"),
                name="one_open_request",
            )
        ]
        indexes = [models.Index(fields=["workspace", "state", "-created_at"], name="approval_queue")]

    def __str__(self) -> str:
        return f"{self.title} {self.get_state_display()}"


class ApprovalDecision(Record):
    """One reviewer's word at one stage."""

    class Word(models.TextChoices):
        AGREE = "agree", _("同意")
        REJECT = "reject", _("退回")

    request = models.ForeignKey(ApprovalRequest, on_delete=models.CASCADE, related_name="decisions")
    stage = models.PositiveSmallIntegerField()
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    word = models.CharField(_("意见"), max_length=10, choices=Word.choices)
    comment = models.TextField(_("批注"), blank=True)

    class Meta:
        verbose_name = _("审核意见")
        constraints = [models.UniqueConstraint(fields=["request", "stage"], name="one_decision_per_stage")]

    def __str__(self) -> str:
        return f"{self.by} {self.get_word_display()}"
