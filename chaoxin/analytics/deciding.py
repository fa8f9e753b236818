"""Actions that a review has decided on: added, done, taken back."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from chaoxin.accounts import auditing
from chaoxin.accounts.actor import Actor
from chaoxin.accounts.models import Membership
from chaoxin.core import clock
from chaoxin.core.refusals import Invalid

from .models import Review, ReviewAction
from .reviewing import Finished

LONGEST_ACTION = 200


def add_action(
    review: Review, *, text: str, by: Actor, owner: Membership | None = None, due_on: date | None = None
) -> ReviewAction:
    """A new action. Raises Invalid for an empty or too long text, Finished."""
    by.require("analytics.change")
    if not 0 < len(text.strip()) <= LONGEST_ACTION:
        raise Invalid(_("写一句要做什么，最多 %d 个字。") % LONGEST_ACTION, field="text")
    if owner is not None and owner.workspace_id != by.workspace.pk:
        raise Invalid(_("负责人要是当前工作区的成员。"), field="owner")
    _require_open(review)
    with transaction.atomic():
        action = ReviewAction.objects.create(review=review, text=text.strip(), owner=owner, due_on=due_on)
        auditing.record("review.add_action", by=by, subject=review, detail={"text": action.text})
    return action


def settle(action: ReviewAction, *, done: bool, by: Actor) -> ReviewAction:
    """Marks an action as done or as open again, together with what it was in earlier and later reviews; also in a
    finished review, since work goes on after it."""
    by.require("analytics.change")
    done_at, done_by = (clock.now(), by.membership) if done else (None, None)
    with transaction.atomic():
        chain = _chain(action)
        ReviewAction.objects.filter(pk__in=[row.pk for row in chain]).update(done_at=done_at, done_by=done_by)
        verb = "review.settle_action" if done else "review.reopen_action"
        auditing.record(verb, by=by, subject=action.review, detail={"text": action.text})
    action.done_at, action.done_by = done_at, done_by
    return action


def remove_action(action: ReviewAction, *, by: Actor) -> None:
    """Takes an action out of a review that is not finished. Raises Finished."""
    by.require("analytics.change")
    _require_open(action.review)
    with transaction.atomic():
        auditing.record("review.remove_action", by=by, subject=action.review, detail={"text": action.text})
        action.delete()


def _require_open(review: Review) -> None:
    if Review.objects.filter(pk=review.pk, finished_at__isnull=False).exists():
        raise Finished(_("这份复盘已定稿，不能再增减行动。请写进下一份复盘。"))


def _chain(action: ReviewAction) -> list[ReviewAction]:
    """The action with all that it was and has become."""
    chain = [action]
    while (before := chain[0].carried_from) is not None:
        chain.insert(0, before)
    while (after := ReviewAction.objects.filter(carried_from=chain[-1]).first()) is not None:
        chain.append(after)
    return chain
