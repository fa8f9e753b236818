from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """Whether a value counts from the beginning or for one day."""

    CUMULATIVE = "cumulative", _("累计")
    PER_DAY = "per_day", _("当日")


class Source(models.TextChoices):
    """Where a value comes from."""

    API = "api", _("平台接口")
    IMPORT = "import", _("导入文件")
    COUNTED = "counted", _("本系统统计")


class Measurement(models.Model):
    """One value of one metric at one time.

    `at` is the moment for which the value holds: the time of reading for running totals, the end of the day for
    values that the platform states of a whole day (`whole_day`). `day` is the platform's day for those, and the
    workspace's day in which `at` lies for all others. `read_at` says when the value was read or counted.
    """

    metric = models.CharField("指标", max_length=40)
    kind = models.CharField("口径", max_length=10, choices=Kind.choices)
    at = models.DateTimeField("数值所指时刻")
    day = models.DateField("日期")
    whole_day = models.BooleanField("整日数据", default=False)
    value = models.DecimalField("数值", max_digits=20, decimal_places=4)
    read_at = models.DateTimeField("读取时间")
    source = models.CharField("来源", max_length=8, choices=Source.choices)

    class Meta:
        abstract = True
