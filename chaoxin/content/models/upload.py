from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chaoxin.accounts.models import Membership, Workspace
from chaoxin.core.models import Leased

from .asset import Asset


class Upload(Leased):
    """A large file on its way in. `received` octets of `size` are safe on disk; `fingerprint` is by what its sender
    knows it again, `provenance` where he says that it comes from. While it is checked, a worker holds it until
    `leased_until` and `checked` octets are read."""

    class State(models.TextChoices):
        RECEIVING = "receiving", _("上传中")
        CHECKING = "checking", _("检查中")
        DONE = "done", _("已完成")
        REFUSED = "refused", _("不能使用")

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="uploads")
    uploaded_by = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="uploads")
    name = models.CharField(_("文件名"), max_length=160)
    size = models.PositiveBigIntegerField(_("大小（字节）"))
    fingerprint = models.CharField(max_length=200, blank=True)
    provenance = models.CharField(_("来源"), max_length=16, choices=Asset.Provenance.choices, blank=True)
    received = models.PositiveBigIntegerField(default=0)
    checked = models.PositiveBigIntegerField(default=0)
    state = models.CharField(_("状态"), max_length=9, choices=State.choices, default=State.RECEIVING)
    sentence = models.CharField(max_length=300, blank=True)
    asset = models.ForeignKey(Asset, on_delete=models.SET_NULL, null=True, related_name="+")
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = _("上传")
        constraints = [
            models.UniqueConstraint(
                fields=["uploaded_by", "fingerprint"],
                condition=models.Q(state__in=["receiving", "checking"]) & ~models.Q(fingerprint=""),
                name="one_upload_per_file_under_way",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["receiving", "checking", "done", "refused"]),
                name="upload_state_known",
            ),
        ]
        indexes = [
            models.Index(fields=["created_at"], condition=models.Q(state="checking"), name="upload_to_check"),
            models.Index(fields=["expires_at"], name="upload_by_expiry"),
        ]

    def __str__(self) -> str:
        return self.name
