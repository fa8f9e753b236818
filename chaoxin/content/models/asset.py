from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chaoxin.accounts.models import Membership, Workspace
from chaoxin.core.models import Record


class Asset(Record):
    """A picture of the workspace, checked by its content when it came in. `path` is below the media folder."""

    class Provenance(models.TextChoices):
        OWN = "own", _("自有")
        LICENSED = "licensed", _("已获授权")
        AI_GENERATED = "ai_generated", _("AI 生成")
        UNKNOWN = "unknown", _("未说明")

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="assets")
    path = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    content_type = models.CharField(_("类型"), max_length=40)
    width = models.PositiveIntegerField(_("宽"))
    height = models.PositiveIntegerField(_("高"))
    size = models.PositiveBigIntegerField(_("大小（字节）"))
    name = models.CharField(_("文件名"), max_length=160)
    provenance = models.CharField(
        _("来源"), max_length=16, choices=Provenance.choices, default=Provenance.UNKNOWN
    )
    uploaded_by = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("素材")
        constraints = [models.UniqueConstraint(fields=["workspace", "sha256"], name="one_asset_per_content")]

    def __str__(self) -> str:
        return self.name
