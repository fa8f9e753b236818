"""What people are told when an account's authorization ends soon or has ended."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from chaoxin.accounts.access import members_of
from chaoxin.accounts.models import Membership
from chaoxin.accounts.roles import Role
from chaoxin.channels import keeping
from chaoxin.channels.models import Channel
from chaoxin.connectors import registry
from chaoxin.core.announcing import subscribe
from chaoxin.core.models import Fact

from .notifying import Words, notify


@subscribe("channel.expiring")
def tell_of_expiry(fact: Fact) -> None:
    channel = _channel(fact)
    if channel is None:
        return
    with timezone.override(channel.workspace.timezone):
        at = timezone.localtime(datetime.fromisoformat(fact.payload["expires_at"]))
    sentence = _("授权到 %s 为止。请在此之前重新授权，免得定时内容发不出去。") % at.strftime("%Y-%m-%d %H:%M")
    _tell(fact, channel, _("【授权快到期】%s") % channel.name, sentence)


@subscribe("channel.broken")
def tell_of_break(fact: Fact) -> None:
    channel = _channel(fact)
    # What has been mended meanwhile troubles nobody.
    if channel is not None and channel.state == Channel.State.ATTENTION:
        _tell(fact, channel, _("【账号需处理】%s") % channel.name, fact.payload["sentence"])


def _channel(fact: Fact) -> Channel | None:
    found = Channel.objects.select_related("workspace", "owner__user", "backup_admin__user")
    return found.filter(pk=fact.subject_id, removed_at=None).first()


def _tell(fact: Fact, channel: Channel, title: str, sentence: str) -> None:
    address = reverse("channels:channel", args=[channel.workspace.slug, channel.pk])
    notify(
        channel.workspace,
        key=f"channel:{fact.pk}",
        words=Words(
            title,
            f"{registry.manifest(channel.platform).name} · {channel.name}\n{sentence}",
            f"{settings.PUBLIC_URL}{address}",
        ),
        members=_whom(channel),
        groups=list(channel.groups.values_list("pk", flat=True)),
    )


def _whom(channel: Channel) -> list[Membership]:
    """The channel's keepers, who may authorize it again; the owners of the workspace where nobody keeps it."""
    keepers = keeping.keepers_of(channel)
    owners = members_of(channel.workspace).filter(role=Role.OWNER, user__is_active=True)
    return keepers or list(owners.select_related("user"))
