from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from chaoxin.accounts.models import Membership, Workspace
from chaoxin.core import clock
from chaoxin.core.models import Record
from chaoxin.goals.models import Campaign, Objective

from .asset import Asset

if TYPE_CHECKING:
    from .draft_picture import DraftPicture


class Draft(Record):
    """The master text of a post. `body` is Markdown without HTML. `number` counts saved versions and guards
    against two people overwriting each other. `video` goes to forms of post that take one, with `video_cover` as
    its cover; all others take the pictures. `origin` is where the text comes from, "" for not said; `fictional` and
    `paid` say that the story is made up, and that somebody paid for the post or gave samples. `writers` are the ids of
    all members who have ever changed what goes out. `looked_over_at` is when the rules last looked at it as it stood
    then."""

    class Origin(models.TextChoices):
        OWN = "own", _("自己写的")
        AI_ASSISTED = "ai_assisted", _("AI 辅助，人改过")
        AI_GENERATED = "ai_generated", _("AI 生成")
        REPOSTED = "reposted", _("转载")

    class State(models.TextChoices):
        EDITING = "editing", _("编辑中")
        IN_REVIEW = "in_review", _("审核中")
        APPROVED = "approved", _("已通过")
        ARCHIVED = "archived", _("已归档")

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="drafts")
    title = models.CharField(_("标题"), max_length=120)
    body = models.TextField(_("正文"), blank=True)
    summary = models.CharField(_("摘要"), max_length=300, blank=True)
    link = models.URLField(_("链接"), max_length=500, blank=True)
    video = models.ForeignKey(
        Asset, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("视频")
    )
    video_cover = models.ForeignKey(
        Asset, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("视频封面")
    )
    origin = models.CharField(_("文字来源"), max_length=12, choices=Origin.choices, blank=True)
    fictional = models.BooleanField(_("情节是虚构的"), default=False)
    paid = models.BooleanField(_("有商业合作"), default=False)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.EDITING)
    number = models.PositiveIntegerField(_("版本号"), default=0)
    author = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="drafts", verbose_name=_("作者")
    )
    writers = models.JSONField(default=list)
    objective = models.ForeignKey(
        Objective,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="drafts",
        verbose_name=_("目标"),
    )
    campaign = models.ForeignKey(
        Campaign,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="drafts",
        verbose_name=_("战役"),
    )
    updated_at = models.DateTimeField(_("最近修改"), default=clock.now)
    looked_over_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("稿件")
        ordering = ["-updated_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["editing", "in_review", "approved", "archived"]),
                name="draft_state_known",
            )
        ]
        indexes = [models.Index(fields=["workspace", "state", "-updated_at"], name="draft_by_state")]

    def __str__(self) -> str:
        return self.title

    def places(self) -> list[DraftPicture]:
        """The draft's pictures in order, with their assets; read once where they were prefetched."""
        if "pictures" in getattr(self, "_prefetched_objects_cache", {}):
            return list(self.pictures.all())
        return list(self.pictures.select_related("asset"))
