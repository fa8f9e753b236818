from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chaoxin.accounts.models import Membership, Workspace
from chaoxin.core.models import Record


class Licence(Record):
    """The leave of others to use their pictures and videos: from whom, from and until which day (both included, None
    for no end), on which platforms (keys; none for all), and where the proof lies: an address, or a file at
    `proof_path` in the storage. `end_told` is the end that everybody concerned has been told of."""

    class Kind(models.TextChoices):
        STOCK = "stock", _("图库购买")
        COMMISSIONED = "commissioned", _("委托创作、约稿")
        PARTNER = "partner", _("合作方或达人提供")
        PORTRAIT = "portrait", _("肖像授权")
        OPEN = "open", _("开放许可（CC 等）")
        OTHER = "other", _("其他")

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="licences")
    kind = models.CharField(_("授权类型"), max_length=12, choices=Kind.choices)
    source = models.CharField(_("向谁取得"), max_length=120)
    reference = models.CharField(_("合同号或订单号"), max_length=80, blank=True)
    since = models.DateField(_("开始日期"), null=True, blank=True)
    until = models.DateField(_("到期日期"), null=True, blank=True)
    platforms = models.JSONField(_("可用平台"), default=list, blank=True)
    proof_url = models.URLField(_("凭证链接"), max_length=500, blank=True)
    proof_path = models.CharField(max_length=200, blank=True)
    proof_name = models.CharField(max_length=160, blank=True)
    proof_type = models.CharField(max_length=40, blank=True)
    note = models.CharField(_("备注"), max_length=300, blank=True)
    end_told = models.DateField(null=True)
    recorded_by = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("授权")
        ordering = ["until", "created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(since=None)
                | models.Q(until=None)
                | models.Q(until__gte=models.F("since")),
                name="licence_ends_after_it_begins",
            )
        ]
        indexes = [models.Index(fields=["until"], name="licence_by_end")]

    def __str__(self) -> str:
        return f"{self.source} {self.reference}".strip()
