"""Hand deliveries to people who publish them: in time, past the same gates as everything else."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from chaoxin.accounts.actor import the_house
from chaoxin.accounts.models import Membership
from chaoxin.connectors import errors
from chaoxin.core import clock
from chaoxin.core.refusals import Refusal

from . import gates, handoff_files, handoff_links, packages
from .models import Delivery, Handoff
from .moving import move
from .states import State

log = logging.getLogger("chaoxin.publishing")

DUE_SOON = """
SELECT delivery.id FROM publishing_delivery delivery
JOIN channels_channel channel ON channel.id = delivery.channel_id
WHERE delivery.state = 'scheduled' AND delivery.by_hand
  AND delivery.due_at <= %(now)s + channel.lead_minutes * interval '1 minute'
  AND (delivery.not_before IS NULL OR delivery.not_before <= %(now)s)
ORDER BY delivery.due_at LIMIT 1 FOR UPDATE OF delivery SKIP LOCKED
"""


def hand_over_due() -> int:
    """Makes one delivery ready whose time to be published by hand comes near, or holds it where something is in the
    way; 1 where there was one. All in one transaction: whoever is killed in it has done nothing."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(DUE_SOON, {"now": clock.now()})
            row = cursor.fetchone()
        if row is None:
            return 0
        delivery = Delivery.objects.select_related("channel__owner", "workspace", "scheduled_by").get(
            pk=row[0]
        )
        try:
            _check(delivery)
        except gates.Held as held:
            changes = {"held_for": held.kind, "sentence": held.sentence}
            move(delivery, "hold", by=the_house(delivery.workspace), changes=changes, note=held.kind)
        except errors.Wait as early:
            Delivery.objects.filter(pk=delivery.pk).update(not_before=early.until, sentence=early.sentence)
        else:
            give_to_person(delivery, changes={"sentence": "", "held_for": ""})
    return 1


def give_to_person(delivery: Delivery, *, changes: Mapping[str, Any]) -> Handoff:
    """Moves a delivery to `handed_over` and opens its hand-off, inside the caller's transaction. The link people may
    hold already goes on to serve."""
    move(delivery, "hand_over", by=the_house(delivery.workspace), changes=changes)
    handoff = row_of(delivery)
    now = clock.now()
    handoff.opened_at, handoff.seen_at, handoff.escalated_at = now, None, None
    handoff.ticked = []
    handoff.next_notice, handoff.next_notice_at = Handoff.Told.READY, now
    handoff.link_expires_at = handoff_links.expiry_of(delivery)
    handoff.save()
    return handoff


def row_of(delivery: Delivery) -> Handoff:
    """The hand-off of a delivery, made where there is none yet. Responsible is the channel's owner, else whoever
    planned the delivery."""
    found = Handoff.objects.filter(delivery=delivery).first()
    if found is not None:
        return found
    made = Handoff(delivery=delivery, responsible=_first_responsible(delivery))
    made.link_expires_at = handoff_links.expiry_of(delivery)
    handoff_links.set_link(made)
    made.save(force_insert=True)
    return made


def _check(delivery: Delivery) -> None:
    """Raises Held where the delivery cannot be handed over as it should be."""
    gates.check(delivery)
    try:
        handoff_files.make_ready(delivery, packages.package_of(delivery))
    except (Refusal, errors.ConnectorError) as error:
        raise gates.Held("package", error.sentence) from error
    except Exception as error:
        # One package that cannot be made must not hold up the others.
        log.exception("delivery %s cannot be packed", delivery.pk)
        sentence = _("系统内部出错（%s），没能备好发布内容。请放行重试；若再次出错，请联系维护人员。")
        raise gates.Held("fault", sentence % type(error).__name__) from error


def _first_responsible(delivery: Delivery) -> Membership | None:
    wanted = (delivery.channel.owner, delivery.scheduled_by)
    return next((member for member in wanted if member and member.is_current), None)


def is_open(delivery: Delivery) -> bool:
    """Whether somebody is expected to publish the delivery by hand now."""
    return delivery.state == State.HANDED_OVER
