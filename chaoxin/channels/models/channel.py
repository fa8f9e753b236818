from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chaoxin.accounts.models import Membership, Workspace
from chaoxin.core import ids
from chaoxin.core.models import Record


class Channel(Record):
    """A connected account on a platform, with its entry in the account register.

    `settings` are facts without secrets that the connector needs (safe domain, quota profile); `facts` are
    what the platform said of the account. `callback_key` is the unguessable part of its callback address.
    """

    class State(models.TextChoices):
        CONNECTED = "connected", _("正常")
        ATTENTION = "attention", _("需处理")
        DISCONNECTED = "disconnected", _("已断开")

    class Environment(models.TextChoices):
        LIVE = "live", _("正式平台")
        SANDBOX = "sandbox", _("沙盒")

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="channels")
    platform = models.CharField(_("平台"), max_length=30)
    mode = models.CharField(_("接入方式"), max_length=20)
    environment = models.CharField(
        _("环境"), max_length=10, choices=Environment.choices, default=Environment.LIVE
    )
    external_id = models.CharField(_("平台账号 ID"), max_length=120)
    name = models.CharField(_("账号名称"), max_length=120)
    avatar_url = models.URLField(_("头像"), max_length=500, blank=True)
    settings = models.JSONField(default=dict, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    state = models.CharField(_("状态"), max_length=12, choices=State.choices, default=State.CONNECTED)
    attention = models.TextField(_("需处理的原因"), blank=True)
    identity_checked_at = models.DateTimeField(_("最近核对身份"), null=True, blank=True)
    callback_key = models.CharField(max_length=48, unique=True, default=ids.new_token, editable=False)
    callback_received_at = models.DateTimeField(_("最近收到推送"), null=True, blank=True)

    legal_entity = models.CharField(_("主体"), max_length=120, blank=True)
    verification = models.CharField(_("认证"), max_length=60, blank=True)
    verified_until = models.DateField(_("认证到期"), null=True, blank=True)
    owner = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="owned_channels"
    )
    backup_admin = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="backed_channels"
    )

    spacing_seconds = models.PositiveIntegerField(_("最小发布间隔（秒）"), default=60)
    late_tolerance_minutes = models.PositiveIntegerField(_("迟发容忍（分钟）"), default=30)
    lead_minutes = models.PositiveIntegerField(_("人工发布提前准备（分钟）"), default=30)
    removed_at = models.DateTimeField(_("移除时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("账号")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "platform", "external_id", "environment"],
                condition=models.Q(removed_at=None),
                name="one_channel_per_account",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["connected", "attention", "disconnected"]),
                name="channel_state_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name
