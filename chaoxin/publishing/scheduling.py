"""Plan publications: schedule, reschedule, publish now, cancel. One variant gives at most one live delivery."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from chaoxin.accounts import auditing
from chaoxin.accounts.actor import Actor
from chaoxin.content import packing
from chaoxin.content.models import Variant
from chaoxin.core import announcing, clock
from chaoxin.core.refusals import Invalid, Refusal

from . import clearing, facts, foreseeing, handing
from .models import Delivery, Lane
from .moving import move
from .states import LIVE_STATES, State, TooLate

FARTHEST = timedelta(days=366)
# The mode of channels on which people publish.
BY_HAND = "assisted"
LONGEST_APART = timedelta(days=1)


@dataclass(frozen=True)
class Planned:
    """What became of one variant: its delivery, with a sentence where something is worth knowing; or the sentence
    that says why there is none. A `doubtful` one is planned when it is asked for despite its doubts."""

    variant: Variant
    delivery: Delivery | None
    sentence: str = ""
    doubtful: bool = False


def schedule(
    variants: Iterable[Variant],
    *,
    due_at: datetime,
    zone: str,
    by: Actor,
    despite_doubts: bool = False,
    apart: timedelta = timedelta(),
) -> list[Planned]:
    """Plans the first variant for `due_at` (aware) and each further one `apart` later. One that cannot be planned says
    why and hinders no other. Asking twice for the same time answers the same delivery. Raises Invalid for a time
    that has passed or is too far, be it that of the last one."""
    by.require("delivery.schedule")
    chosen = list(variants)
    if not timedelta() <= apart <= LONGEST_APART:
        raise Invalid(_("账号之间的间隔请填 0 到 1440 分钟。"), field="apart_minutes")
    _check_time(due_at)
    _check_time(due_at + apart * max(0, len(chosen) - 1))
    return [
        _schedule_one(variant, due_at=due_at + apart * place, zone=zone, by=by, despite_doubts=despite_doubts)
        for place, variant in enumerate(chosen)
    ]


def publish_now(
    variants: Iterable[Variant],
    *,
    by: Actor,
    despite_doubts: bool = False,
    apart: timedelta = timedelta(),
) -> list[Planned]:
    """Plans the first variant for this moment and each further one `apart` later."""
    now, zone = clock.now(), by.workspace.timezone
    return schedule(variants, due_at=now, zone=zone, by=by, despite_doubts=despite_doubts, apart=apart)


def reschedule(delivery: Delivery, *, due_at: datetime, zone: str, by: Actor) -> Delivery:
    """Moves a delivery that has not been sent to another time; one that waits for a person to publish it is handed
    over again then. Raises TooLate, Invalid, and Refusal where the platform's quota is used up by what is planned
    then."""
    by.require("delivery.schedule")
    _check_time(due_at)
    if delivery.state == State.HANDED_OVER and not delivery.by_hand:
        raise TooLate(_("内容已经交到平台上，改不了期。请在平台上完成发布，或者先记为没有发布，再重新安排。"))
    if delivery.state == State.SCHEDULED and delivery.due_at == due_at and delivery.zone == zone:
        return delivery
    changes = {
        "due_at": due_at,
        "zone": zone,
        "held_for": "",
        "sentence": "",
        "late_allowed": False,
        "not_before": None,
    }
    with transaction.atomic():
        _lock_lane(delivery)
        if sentence := foreseeing.fullness(delivery.channel, delivery.content, due_at=due_at, but=delivery):
            raise Refusal(sentence)
        move(delivery, "reschedule", by=by, changes=changes, note=due_at.isoformat())
    return delivery


def release(delivery: Delivery, *, by: Actor) -> Delivery:
    """Lets a held delivery go out now, late or not; what it was held for is looked at again then."""
    by.require("delivery.schedule")
    changes = {
        "due_at": clock.now(),
        "held_for": "",
        "sentence": "",
        "late_allowed": True,
        "not_before": None,
    }
    with transaction.atomic():
        move(delivery, "release" if delivery.state == State.HELD else "reschedule", by=by, changes=changes)
    return delivery


def cancel(delivery: Delivery, *, by: Actor, reason: str = "") -> Delivery:
    """Takes a delivery out of the plan; canceling a canceled one changes nothing. Raises TooLate once it is being
    sent."""
    by.require("delivery.schedule")
    if delivery.state == State.CANCELED:
        return delivery
    with transaction.atomic():
        move(delivery, "cancel", by=by, changes={"ended_at": clock.now(), "sentence": reason}, note=reason)
    return delivery


def send_again(delivery: Delivery, *, by: Actor) -> Delivery:
    """A person says that a delivery of unknown outcome, or a refused one, is not on the platform and shall go out
    once more. The platform is looked at once more before anything is sent."""
    by.require("delivery.schedule")
    packed = packing.pack(delivery.variant)
    refused = delivery.state == State.REFUSED
    if refused and (sentence := clearing.obstacle(delivery.variant, packed)):
        raise Refusal(sentence)
    changes = {
        "due_at": clock.now(),
        "late_allowed": True,
        "looks": 0,
        "next_look_at": None,
        "sentence": "",
        "held_for": "",
    }
    if refused:
        changes |= {"content": packed.content, "content_hash": packed.hash, "prepared": {}}
    try:
        with transaction.atomic():
            move(delivery, "send_again", by=by, changes={**changes, "not_before": None, "ended_at": None})
    except IntegrityError as error:
        raise TooLate(_("这份内容在这个账号上已有另一条投放，不能再发这一条。")) from error
    return delivery


def _schedule_one(
    variant: Variant, *, due_at: datetime, zone: str, by: Actor, despite_doubts: bool
) -> Planned:
    packed = packing.pack(variant)
    if (existing := _live(variant)) is not None:
        return _already(variant, existing, due_at=due_at, content_hash=packed.hash)
    if sentence := clearing.obstacle(variant, packed):
        return Planned(variant, None, sentence)
    if not despite_doubts and (doubts := foreseeing.doubts(variant.channel, packed.content, due_at=due_at)):
        return Planned(variant, None, "".join(doubts), doubtful=True)
    note = foreseeing.crowding(variant.channel, due_at=due_at)
    delivery = Delivery(
        workspace=variant.draft.workspace,
        variant=variant,
        channel=variant.channel,
        due_at=due_at,
        zone=zone,
        content=packed.content,
        content_hash=packed.hash,
        title=variant.draft.title,
        scheduled_by=by.membership,
        by_hand=variant.channel.mode == BY_HAND,
    )
    try:
        with transaction.atomic():
            _lock_lane(delivery)
            if sentence := foreseeing.fullness(variant.channel, packed.content, due_at=due_at):
                return Planned(variant, None, sentence)
            delivery.save(force_insert=True)
            if delivery.by_hand:
                handing.row_of(delivery)
            auditing.record("delivery.schedule", by=by, subject=delivery, detail=_detail(delivery))
            announcing.announce(facts.SCHEDULED, workspace_id=delivery.workspace_id, subject=delivery)
    except IntegrityError:
        other = _live(variant)
        if other is None:
            raise
        return _already(variant, other, due_at=due_at, content_hash=packed.hash)
    return Planned(variant, delivery, note)


def _lock_lane(delivery: Delivery) -> None:
    """Whoever plans for a channel does so alone, so that two plans do not use the same rest of a quota."""
    Lane.objects.get_or_create(channel=delivery.channel)
    Lane.objects.select_for_update().get(channel=delivery.channel)


def _live(variant: Variant) -> Delivery | None:
    return Delivery.objects.filter(variant=variant, state__in=LIVE_STATES).select_related("channel").first()


def _already(variant: Variant, existing: Delivery, *, due_at: datetime, content_hash: str) -> Planned:
    same = existing.state == State.SCHEDULED and existing.content_hash == content_hash
    if same and abs(existing.due_at - due_at) < timedelta(minutes=1):
        return Planned(variant, existing)
    if existing.state == State.PUBLISHED:
        return Planned(variant, None, _("“%s”上已经发布过这份内容，不会重复发布。") % existing.channel)
    return Planned(
        variant,
        None,
        _("“%(channel)s”上已有一条投放（%(state)s）。要换时间请改期，要换内容请先取消它。")
        % {"channel": existing.channel, "state": existing.get_state_display()},
    )


def _check_time(due_at: datetime) -> None:
    if due_at < clock.now() - timedelta(minutes=1):
        raise Invalid(_("这个时间已经过去了。请选一个将来的时间，或用“立即发布”。"), field="due_at")
    if due_at > clock.now() + FARTHEST:
        raise Invalid(_("最远只能排到一年以内。"), field="due_at")


def _detail(delivery: Delivery) -> dict[str, str]:
    return {
        "title": delivery.title,
        "channel": str(delivery.channel_id),
        "due_at": delivery.due_at.isoformat(),
        "content_hash": delivery.content_hash,
    }
