from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chaoxin.accounts.models import Membership, Workspace
from chaoxin.core.models import Record

from .licence import Licence


class Asset(Record):
    """A picture or video of the workspace, checked by its content when it came in. `path` is its key in the storage.
    Width and height are as it is shown, after rotation. What was made from another asset names it as `source`, and
    in `derivation` how: `{"at": 12.5}` for a frame of a video. `may_tell_place` marks a video whose file may still
    say where it was taken, since that cannot be cut out without encoding it anew.

    `is_marked` says that the file itself tells that a machine has made it; `made_with` is the name of that machine as
    people know it. `lines` and `codes` are the writing and the codes seen in it (as `compliance.values.Seen` in JSON),
    read by `read_with` ("" for codes only, since no reader of writing was at hand) at `read_at`, None for not yet."""

    class Kind(models.TextChoices):
        PICTURE = "picture", _("图片")
        VIDEO = "video", _("视频")

    class Provenance(models.TextChoices):
        OWN = "own", _("自有")
        LICENSED = "licensed", _("已获授权")
        AI_GENERATED = "ai_generated", _("AI 生成")
        UNKNOWN = "unknown", _("未说明")

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="assets")
    kind = models.CharField(_("类别"), max_length=8, choices=Kind.choices, default=Kind.PICTURE)
    path = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    content_type = models.CharField(_("类型"), max_length=40)
    width = models.PositiveIntegerField(_("宽"))
    height = models.PositiveIntegerField(_("高"))
    size = models.PositiveBigIntegerField(_("大小（字节）"))
    name = models.CharField(_("文件名"), max_length=160)
    seconds = models.FloatField(_("时长（秒）"), default=0.0)
    video_codec = models.CharField(_("视频编码"), max_length=20, blank=True)
    audio_codec = models.CharField(_("音频编码"), max_length=20, blank=True)
    frame_rate = models.FloatField(_("帧率"), default=0.0)
    bit_rate = models.PositiveBigIntegerField(_("码率"), default=0)
    may_tell_place = models.BooleanField(default=False)
    source = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="derived")
    derivation = models.JSONField(default=dict)
    provenance = models.CharField(
        _("来源"), max_length=16, choices=Provenance.choices, default=Provenance.UNKNOWN
    )
    made_with = models.CharField(_("生成工具"), max_length=60, blank=True)
    is_marked = models.BooleanField(default=False)
    licence = models.ForeignKey(
        Licence, on_delete=models.SET_NULL, null=True, related_name="assets", verbose_name=_("授权")
    )
    lines = models.JSONField(default=list)
    codes = models.JSONField(default=list)
    read_with = models.CharField(max_length=60, blank=True)
    read_at = models.DateTimeField(null=True)
    uploaded_by = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("素材")
        constraints = [
            models.UniqueConstraint(fields=["workspace", "sha256"], name="one_asset_per_content"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["picture", "video"]), name="asset_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_stamped(self) -> bool:
        """Whether the visible mark of a machine's work was put on it here."""
        return "stamp" in self.derivation
