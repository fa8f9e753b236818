from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chaoxin.channels.models import Channel

from .measurement import Source


class AdDay(models.Model):
    """What the ads of an account brought on one of the platform's days, by campaign or by advertised post. `subject` is
    what the platform calls it, `subject_id` its id there; of a post that is the id of `Receipt.post_id`."""

    class Level(models.TextChoices):
        CAMPAIGN = "campaign", _("广告计划")
        POST = "post", _("推广的内容")

    pk = models.CompositePrimaryKey("channel_id", "level", "subject_id", "metric", "day")
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="ad_days", db_index=False)
    level = models.CharField("层级", max_length=8, choices=Level.choices)
    subject_id = models.CharField("平台编号", max_length=80)
    subject = models.CharField("名称", max_length=120, blank=True)
    metric = models.CharField("指标", max_length=40)
    day = models.DateField("日期")
    value = models.DecimalField("数值", max_digits=20, decimal_places=4)
    read_at = models.DateTimeField("读取时间")
    source = models.CharField("来源", max_length=8, choices=Source.choices)

    class Meta:
        verbose_name = "广告日数据"
        indexes = [
            models.Index(fields=["channel", "day"], name="ad_day_by_channel"),
            models.Index(fields=["level", "subject_id"], name="ad_day_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.channel_id} {self.level} {self.subject_id} {self.metric} {self.day} {self.value}"
