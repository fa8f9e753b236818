"""Stop everything that is queued, and let it go again."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from chaoxin.accounts import auditing
from chaoxin.accounts.actor import Actor, the_house
from chaoxin.channels.access import sees_all_channels
from chaoxin.channels.models import Channel
from chaoxin.core import announcing, clock, rows
from chaoxin.core.refusals import Invalid, NotAllowed

from . import facts
from .models import Delivery, Freeze
from .moving import move
from .states import State

# Asked for every delivery on its way out, where the cost of making a statement counts.
STANDING = f"""
SELECT {rows.columns(Freeze)} FROM publishing_freeze
WHERE workspace_id = %s AND thawed_at IS NULL AND (channel_id IS NULL OR channel_id = %s)
ORDER BY created_at LIMIT 1
"""  # noqa: S608


def freeze(*, by: Actor, reason: str, channel: Channel | None = None) -> Freeze:
    """Stops all deliveries of the actor's workspace, or of one channel, from now on. Freezing what is frozen answers
    the freeze in force. Raises Invalid without a reason, NotAllowed for the whole workspace where the actor is limited
    to groups of accounts."""
    by.require("delivery.freeze")
    _require_reach(channel, by)
    if not reason.strip():
        raise Invalid(_("请写明为什么冻结，同事会看到这个原因。"), field="reason")
    with transaction.atomic():
        made, is_new = Freeze.objects.get_or_create(
            workspace=by.workspace,
            channel=channel,
            thawed_at=None,
            defaults={"reason": reason.strip(), "by": by.membership},
        )
        if is_new:
            auditing.record(
                "publishing.freeze",
                by=by,
                subject=made,
                detail={"reason": reason, "scope": str(channel or "")},
            )
            announcing.announce(facts.FROZEN, workspace_id=by.workspace.pk, subject=made)
    return made


def thaw(frozen: Freeze, *, by: Actor) -> None:
    """Lifts a freeze. What was held by it goes on if it is not too late, else it asks a person. Thawing twice
    changes nothing. Raises NotAllowed as `freeze`."""
    by.require("delivery.freeze")
    _require_reach(frozen.channel, by)
    with transaction.atomic():
        lifted = Freeze.objects.filter(pk=frozen.pk, thawed_at=None).update(
            thawed_at=clock.now(), thawed_by=by.membership
        )
        if not lifted:
            return
        auditing.record("publishing.thaw", by=by, subject=frozen)
        announcing.announce(facts.THAWED, workspace_id=by.workspace.pk, subject=frozen)
        for delivery in _held_by_freeze(frozen):
            _let_go(delivery, by=by)


def may_reach(channel: Channel | None, by: Actor) -> bool:
    """Whether the actor may freeze and thaw there: everything (None) is for those whom no group of accounts limits."""
    return by.may("delivery.freeze") and (channel is not None or sees_all_channels(by))


def _require_reach(channel: Channel | None, by: Actor) -> None:
    if not may_reach(channel, by):
        sentence = _(
            "你只负责部分账号，不能冻结或解冻全部账号。请对自己的账号单独操作，或请所有者、不限账号的运营负责人来做。"
        )
        raise NotAllowed(sentence)


def freeze_of(delivery: Delivery) -> Freeze | None:
    """The freeze that stops a delivery now, if any."""
    return next(iter(rows.read(Freeze, STANDING, [delivery.workspace_id, delivery.channel_id])), None)


def _held_by_freeze(frozen: Freeze) -> list[Delivery]:
    held = Delivery.objects.filter(workspace_id=frozen.workspace_id, state=State.HELD, held_for="frozen")
    if frozen.channel_id:
        held = held.filter(channel_id=frozen.channel_id)
    return [delivery for delivery in held.select_related("channel") if freeze_of(delivery) is None]


def _let_go(delivery: Delivery, *, by: Actor) -> None:
    tolerance = timedelta(minutes=delivery.channel.late_tolerance_minutes)
    if delivery.due_at + tolerance >= clock.now() or delivery.late_allowed:
        changes = {"held_for": "", "sentence": ""}
        move(delivery, "release", by=the_house(by.workspace), changes=changes, note=_("解冻后继续"))
        return
    Delivery.objects.filter(pk=delivery.pk, state=State.HELD).update(
        held_for="late", sentence=_("冻结期间错过了计划时间。请决定立即发布、改期还是取消。")
    )
