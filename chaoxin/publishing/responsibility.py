"""Who publishes a delivery by hand."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from chaoxin.accounts import auditing
from chaoxin.accounts.actor import Actor
from chaoxin.accounts.models import Membership
from chaoxin.core.refusals import Invalid, Refusal

from . import reminding
from .models import Handoff
from .states import State, TooLate

ENDED = {State.PUBLISHED, State.CANCELED, State.REMOVED, State.REFUSED}


@transaction.atomic
def assign(handoff: Handoff, *, to: Membership | None, by: Actor) -> Handoff:
    """Makes a member responsible, or nobody; the same again changes nothing. Somebody new hears of an open hand-off at
    once. Raises Invalid for who has left, TooLate where nothing is left to publish."""
    by.require("delivery.schedule")
    if to is not None and (not to.is_current or to.workspace_id != by.workspace.pk):
        raise Invalid(_("这个成员不在工作区里，请重新选择。"), field="responsible")
    found = Handoff.objects.select_for_update(of=("self",)).select_related("delivery", "responsible__user")
    locked = found.get(pk=handoff.pk)
    if locked.delivery.state in ENDED:
        raise TooLate(_("这条已经不用人发布了，不必再指定负责人。"))
    if locked.responsible == to:
        return locked
    detail = {
        "title": locked.delivery.title,
        "from": str(locked.responsible.user) if locked.responsible else "",
        "to": str(to.user) if to else "",
    }
    locked.responsible = to
    locked.save(update_fields=["responsible"])
    auditing.record("handoff.assign", by=by, subject=locked.delivery, detail=detail)
    if locked.delivery.state == State.HANDED_OVER and to != by.membership:
        reminding.tell_newcomer(locked)
    return locked


def take_over(handoff: Handoff, *, by: Actor) -> Handoff:
    """The actor makes himself responsible. Raises Invalid for an actor who is nobody in particular."""
    if by.membership is None:
        raise Invalid(_("只有成员可以接手。"), field="responsible")
    return assign(handoff, to=by.membership, by=by)


def assign_many(handoffs: Iterable[Handoff], *, to: Membership | None, by: Actor) -> tuple[int, int]:
    """Assigns each; answers how many it could and how many not."""
    done = failed = 0
    for handoff in handoffs:
        try:
            assign(handoff, to=to, by=by)
            done += 1
        except Refusal:
            failed += 1
    return done, failed
