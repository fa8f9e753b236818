from __future__ import annotations

from django.db import models

from .measurement import Kind, Source


class MeasuredDay(models.Model):
    """What a metric stood at and by how much it grew on one day, made from the readings of that day.

    `value` is the last value of the day. `increase` is its difference from the last value before (`since`), or
    the value itself for values per day; None where nothing came before. `since` may lie days back: then the
    increase covers all these days. Increases can be negative, since platforms take back counts.
    """

    metric = models.CharField("指标", max_length=40)
    day = models.DateField("日期")
    kind = models.CharField("口径", max_length=10, choices=Kind.choices)
    value = models.DecimalField("日末数值", max_digits=20, decimal_places=4)
    increase = models.DecimalField("当日新增", max_digits=20, decimal_places=4, null=True)
    since = models.DateTimeField("新增起点", null=True)
    at = models.DateTimeField("数值所指时刻")
    read_at = models.DateTimeField("读取时间")
    source = models.CharField("来源", max_length=8, choices=Source.choices)

    class Meta:
        abstract = True
