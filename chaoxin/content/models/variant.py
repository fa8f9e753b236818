from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chaoxin.channels.models import Channel
from chaoxin.core import clock
from chaoxin.core.models import Record

from .draft import Draft


class Variant(Record):
    """A draft's form for one channel. A text that is None is inherited from the draft. `pictures` are asset ids in
    order, None for those of the draft. `crops` names by the id of a picture, or of a video's cover, the asset that is
    sent in its place. `options` are fields of the platform's format; `disclosures` are the
    declarations chosen (advertising, ai_generated, …)."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="variants")
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="variants")
    format = models.CharField(_("形式"), max_length=30)
    own_title = models.CharField(_("标题"), max_length=120, null=True, blank=True)
    own_body = models.TextField(_("正文"), null=True, blank=True)
    own_summary = models.CharField(_("摘要"), max_length=300, null=True, blank=True)
    own_link = models.URLField(_("链接"), max_length=500, null=True, blank=True)
    own_pictures = models.JSONField(_("图片"), null=True, blank=True)
    crops = models.JSONField(_("裁剪"), default=dict, blank=True)
    options = models.JSONField(default=dict, blank=True)
    disclosures = models.JSONField(_("声明"), default=list, blank=True)
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("分发版本")
        ordering = ["created_at"]
        constraints = [models.UniqueConstraint(fields=["draft", "channel"], name="one_variant_per_channel")]

    def __str__(self) -> str:
        return f"{self.draft} @ {self.channel}"
