"""Tell people of hand-offs: when the package is ready, at the time, and when it should have been published by now."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from chaoxin.accounts.access import members_of
from chaoxin.accounts.models import Membership
from chaoxin.accounts.roles import Role
from chaoxin.connectors import registry
from chaoxin.core import clock
from chaoxin.notices import notifying
from chaoxin.notices.notifying import Words

from . import freezing, handoff_links
from .models import Delivery, Handoff

Told = Handoff.Told
FROZEN_PAUSE = timedelta(minutes=1)

NEXT = """
SELECT handoff.id FROM publishing_handoff handoff
JOIN publishing_delivery delivery ON delivery.id = handoff.delivery_id
WHERE handoff.next_notice_at <= %(now)s AND delivery.state = 'handed_over'
ORDER BY handoff.next_notice_at LIMIT 1 FOR UPDATE SKIP LOCKED
"""


def remind_next() -> int:
    """Tells of one hand-off that is due to be told of; 1 where there was one, else 0. The notice and the time of the
    next one are written together, so that each is told once. Nobody is reminded of what is frozen."""
    now = clock.now()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(NEXT, {"now": now})
            row = cursor.fetchone()
        if row is None:
            return 0
        found = Handoff.objects.select_related(
            "delivery__channel", "delivery__workspace", "responsible__user"
        )
        handoff = found.get(pk=row[0])
        if freezing.freeze_of(handoff.delivery):
            Handoff.objects.filter(pk=handoff.pk).update(next_notice_at=now + FROZEN_PAUSE)
        else:
            _tell(handoff, Told(handoff.next_notice), now)
    return 1


def tell_newcomer(handoff: Handoff) -> None:
    """Somebody has become responsible for an open hand-off by another's act, and hears of it by mail."""
    delivery, member = handoff.delivery, handoff.responsible
    if member is None:
        return
    notifying.notify(
        delivery.workspace,
        key=f"handoff:{handoff.pk}:assigned:{member.pk}:{clock.now():%Y%m%d%H%M%S}",
        words=_words(handoff, _("【交给你发布】")),
        members=[member],
        robots=False,
    )


def tell_of_return(delivery: Delivery, why: str) -> None:
    """Whoever planned a delivery, and who is responsible for it, hear that it was not published."""
    handoff = delivery.handoff
    asked = {member.pk: member for member in (delivery.scheduled_by, handoff.responsible) if member}
    notifying.notify(
        delivery.workspace,
        key=f"handoff:{handoff.pk}:returned:{clock.now():%Y%m%d%H%M%S}",
        words=Words(_("【没有发布】《%s》") % delivery.title, f"{place_of(delivery)}\n{why}"),
        members=asked.values(),
        groups=groups_of(delivery),
    )


def _tell(handoff: Handoff, told: Told, now: datetime) -> None:
    delivery = handoff.delivery
    members = _asked(handoff)
    if told == Told.LATE:
        members = [*members, *_leads(handoff)]
        handoff.escalated_at = now
    notifying.notify(
        delivery.workspace,
        key=f"handoff:{handoff.pk}:{told}:{handoff.opened_at:%Y%m%d%H%M%S}",
        words=_words(handoff, _heading(told)),
        members=members,
        groups=groups_of(delivery),
    )
    following, at = _following(delivery, told, now)
    handoff.next_notice, handoff.next_notice_at = following, at
    handoff.save(update_fields=["next_notice", "next_notice_at", "escalated_at"])


def _asked(handoff: Handoff) -> list[Membership]:
    """Who is to be told of a hand-off: the responsible member, else those who hear of late ones."""
    member = handoff.responsible
    return [member] if member and member.is_current else _leads(handoff)


def _leads(handoff: Handoff) -> list[Membership]:
    """Who hears of a late hand-off: leads of the workspace, and its owners."""
    found = members_of(handoff.delivery.workspace).filter(role__in=[Role.LEAD, Role.OWNER])
    return list(found.filter(user__is_active=True))


def _following(delivery: Delivery, told: Told, now: datetime) -> tuple[str, datetime | None]:
    if told == Told.READY and delivery.due_at > now:
        return Told.DUE, delivery.due_at
    if told in (Told.READY, Told.DUE):
        tolerance = timedelta(minutes=delivery.channel.late_tolerance_minutes)
        return Told.LATE, max(now, delivery.due_at) + tolerance
    return "", None


def _heading(told: Told) -> str:
    return {
        Told.READY: _("【待人工发布】"),
        Told.DUE: _("【到点了，该发布了】"),
        Told.LATE: _("【超时没有发布】"),
    }[told]


def _words(handoff: Handoff, heading: str) -> Words:
    delivery, member = handoff.delivery, handoff.responsible
    with timezone.override(delivery.workspace.timezone):
        at = timezone.localtime(delivery.due_at).strftime("%Y-%m-%d %H:%M")
    lines = [
        place_of(delivery),
        _("计划 %s 发布") % at,
        _("负责人：%s") % member.user.name if member else _("还没有负责人，谁有空请先接手"),
        _("打开下面的链接，照着发布，再把平台上的链接贴回来（不用登录，链接请勿外传）："),
    ]
    return Words(f"{heading}《{delivery.title}》", "\n".join(lines), handoff_links.address_of(handoff))


def place_of(delivery: Delivery) -> str:
    """Platform and account in words."""
    return f"{registry.manifest(delivery.channel.platform).name} · {delivery.channel.name}"


def groups_of(delivery: Delivery) -> list[UUID]:
    """The channel groups whose robots hear of it."""
    return list(delivery.channel.groups.values_list("pk", flat=True))
