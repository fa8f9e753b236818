from __future__ import annotations

from django.db import models

from chaoxin.channels.models import Channel
from chaoxin.core import clock


class ChannelReadingPlan(models.Model):
    """When a channel's account figures are read next, and before when its posts must not be read again.

    Whoever has the lease is the only one that reads for the channel. `days_through` is the last day of which the
    platform gave whole-day figures. `account_asked_at` is set while somebody waits for a reading of the account;
    `account_values` is how many values the last one brought.
    """

    channel = models.OneToOneField(
        Channel, on_delete=models.CASCADE, primary_key=True, related_name="reading_plan"
    )
    next_account_at = models.DateTimeField("下次读取账号数据", default=clock.now, db_index=True)
    next_posts_at = models.DateTimeField("此前不再读取内容", default=clock.now)
    days_through = models.DateField("日数据已读到", null=True, blank=True)
    lease = models.CharField(max_length=48, blank=True)
    worker = models.CharField(max_length=120, blank=True)
    leased_until = models.DateTimeField(default=clock.now)
    account_failures = models.PositiveSmallIntegerField(default=0)
    post_failures = models.PositiveSmallIntegerField(default=0)
    account_asked_at = models.DateTimeField("有人要求读取账号数据", null=True, blank=True)
    account_values = models.PositiveIntegerField("最近一次读到的数值", null=True, blank=True)
    account_read_at = models.DateTimeField("最近读取账号数据", null=True, blank=True)
    posts_read_at = models.DateTimeField("最近读取内容", null=True, blank=True)
    sentence = models.TextField("最近一次未读到的原因", blank=True)

    class Meta:
        verbose_name = "账号读取计划"

    @property
    def is_being_read(self) -> bool:
        """Whether a worker is at it now."""
        return self.leased_until > clock.now()

    def __str__(self) -> str:
        return f"{self.channel_id} → {self.next_account_at}"
