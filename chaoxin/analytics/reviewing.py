"""Weekly reviews: begun with their numbers, written, finished; after that nothing in them changes."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from chaoxin.accounts import auditing
from chaoxin.accounts.actor import Actor
from chaoxin.channels.access import channels_of, sees_all_channels
from chaoxin.core import clock
from chaoxin.core.refusals import Invalid, NotAllowed, Refusal

from . import snapshots
from .models import Review, ReviewAction
from .windows import Window

LONGEST_TEXT = 20_000
WEEK = timedelta(days=7)
DAY = timedelta(days=1)


class Finished(Refusal):
    """The review is finished and stays as it is."""

    code = "finished"


class ChangedMeanwhile(Refusal):
    """Somebody else has saved the review since it was opened."""

    code = "changed_meanwhile"


def begin(*, monday: date, by: Actor) -> Review:
    """The review of the week that begins on `monday`, with its numbers and with what the last review left undone;
    the one that exists already where there is one. Raises Invalid for a day that is no Monday or lies ahead."""
    _require(by)
    if monday.weekday() != 0:
        raise Invalid(_("复盘按周一到周日，请选周一的日期。"), field="monday")
    if monday > clock.today(by.workspace.timezone):
        raise Invalid(_("这一周还没有开始，请选本周或以前的周。"), field="monday")
    with transaction.atomic():
        review, is_new = Review.objects.get_or_create(
            workspace=by.workspace,
            starts_on=monday,
            defaults={
                "ends_on": monday + WEEK - DAY,
                "author": by.membership,
                "counted_at": clock.now(),
                "figures": _numbers(monday, by),
            },
        )
        if is_new:
            _carry_over(review)
            auditing.record("review.begin", by=by, subject=review, detail={"week": str(monday)})
    return review


def count_again(review: Review, *, by: Actor) -> Review:
    """Takes the numbers as they stand now. Raises Finished."""
    _require(by)
    with transaction.atomic():
        locked = _open(review)
        locked.figures, locked.counted_at = _numbers(locked.starts_on, by), clock.now()
        locked.save(update_fields=["figures", "counted_at"])
        auditing.record("review.count_again", by=by, subject=locked)
    return locked


def write(review: Review, *, notes: str, decisions: str, number: int, by: Actor) -> Review:
    """Saves the text. `number` is the version that the writer has seen. Raises ChangedMeanwhile, Finished, Invalid."""
    _require(by)
    if max(len(notes), len(decisions)) > LONGEST_TEXT:
        raise Invalid(_("最多 %d 个字，请精简后再保存。") % LONGEST_TEXT, field="notes")
    with transaction.atomic():
        locked = _open(review)
        if locked.number != number:
            raise ChangedMeanwhile(
                _("同事刚刚改过这份复盘，你写的还没有保存。请把你写的复制出来，刷新页面后再合并。")
            )
        locked.notes, locked.decisions, locked.number = notes.strip(), decisions.strip(), number + 1
        locked.save(update_fields=["notes", "decisions", "number"])
        auditing.record("review.write", by=by, subject=locked, detail={"number": locked.number})
    return locked


def finish(review: Review, *, by: Actor) -> Review:
    """Freezes the review for good, with the numbers of this moment; finishing it again changes nothing. Raises Invalid
    while its week is not over."""
    _require(by)
    if review.finished_at:
        return review
    if not is_over(review):
        raise Invalid(_("这一周还没有过完，周日之后才能定稿。"))
    with transaction.atomic():
        locked = _open(review)
        locked.figures, locked.counted_at = _numbers(locked.starts_on, by), clock.now()
        locked.finished_at, locked.finished_by = clock.now(), by.membership
        locked.save(update_fields=["figures", "counted_at", "finished_at", "finished_by"])
        auditing.record("review.finish", by=by, subject=locked, detail={"week": str(locked.starts_on)})
    return locked


def is_over(review: Review) -> bool:
    """Whether the week of a review has ended."""
    return clock.today(review.workspace.timezone) > review.ends_on


def window_of(review: Review) -> Window:
    """The days of a review."""
    return Window(review.starts_on, review.ends_on, review.workspace.timezone)


def _require(by: Actor) -> None:
    by.require("analytics.change")
    if not sees_all_channels(by):
        raise NotAllowed(_("复盘包含全部账号的数据，而你只能使用部分账号。请让能看全部账号的同事来写。"))


def _numbers(monday: date, by: Actor) -> dict[str, object]:
    window = Window(monday, monday + WEEK - DAY, by.workspace.timezone)
    return snapshots.take(list(channels_of(by)), window=window)


def _open(review: Review) -> Review:
    locked = Review.objects.select_for_update(of=("self",)).select_related("workspace").get(pk=review.pk)
    if locked.finished_at:
        raise Finished(_("这份复盘已定稿，不能再改。新的想法请写进下一份复盘。"))
    return locked


def _carry_over(review: Review) -> None:
    """Takes over what the latest earlier review left undone."""
    earlier = Review.objects.filter(workspace_id=review.workspace_id, starts_on__lt=review.starts_on)
    last = earlier.order_by("-starts_on").first()
    if last is None:
        return
    for action in last.actions.filter(done_at=None, carried_to=None):
        ReviewAction.objects.create(
            review=review, text=action.text, owner=action.owner, due_on=action.due_on, carried_from=action
        )
