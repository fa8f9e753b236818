from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest

from chaoxin.accounts.models import AuditEntry
from chaoxin.accounts.testing.cast import Cast
from chaoxin.analytics import deciding, recording, reviewing
from chaoxin.analytics.models import Review
from chaoxin.analytics.testing.scene import DAY, NOON, TODAY, measured_day
from chaoxin.channels.models import Channel
from chaoxin.core import clock
from chaoxin.core.refusals import Invalid, NotAllowed

pytestmark = pytest.mark.django_db
MONDAY = TODAY - 7 * DAY


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with clock.frozen(NOON):
        yield


def value_of(review: Review, key: str) -> Decimal | None:
    value = next(entry["value"] for entry in review.figures["figures"] if entry["key"] == key)
    return None if value is None else Decimal(value)


def test_a_week_has_one_review(cast: Cast) -> None:
    first = reviewing.begin(monday=MONDAY, by=cast.lead)
    assert reviewing.begin(monday=MONDAY, by=cast.analyst) == first
    assert (first.starts_on, first.ends_on) == (MONDAY, MONDAY + 6 * DAY)


@pytest.mark.parametrize("day", [MONDAY + DAY, TODAY + 7 * DAY])
def test_a_review_begins_on_a_monday_that_has_come(cast: Cast, day: date) -> None:
    with pytest.raises(Invalid):
        reviewing.begin(monday=day, by=cast.lead)


def test_numbers_stand_still_until_they_are_taken_again(cast: Cast, channel: Channel) -> None:
    recording.write_accounts([measured_day(channel, "new_followers", 5, day=MONDAY)])
    review = reviewing.begin(monday=MONDAY, by=cast.lead)
    recording.write_accounts([measured_day(channel, "new_followers", 7, day=MONDAY + DAY)])
    review.refresh_from_db()
    assert value_of(review, "followers_gained") == 5
    assert value_of(reviewing.count_again(review, by=cast.lead), "followers_gained") == 12


def test_a_finished_review_never_changes(cast: Cast, channel: Channel) -> None:
    review = reviewing.begin(monday=MONDAY, by=cast.lead)
    recording.write_accounts([measured_day(channel, "new_followers", 5, day=MONDAY)])
    review = reviewing.finish(review, by=cast.lead)
    assert value_of(review, "followers_gained") == 5
    assert reviewing.finish(review, by=cast.analyst).finished_by == cast.lead.membership
    for act in (
        lambda: reviewing.count_again(review, by=cast.lead),
        lambda: reviewing.write(review, notes="改", decisions="", number=0, by=cast.lead),
        lambda: deciding.add_action(review, text="再做一件", by=cast.lead),
    ):
        with pytest.raises(reviewing.Finished):
            act()


def test_the_running_week_cannot_be_finished(cast: Cast) -> None:
    review = reviewing.begin(monday=TODAY, by=cast.lead)
    with pytest.raises(Invalid):
        reviewing.finish(review, by=cast.lead)


def test_two_writers_do_not_overwrite_each_other(cast: Cast) -> None:
    review = reviewing.begin(monday=MONDAY, by=cast.lead)
    reviewing.write(review, notes="第一个人写的", decisions="", number=0, by=cast.lead)
    with pytest.raises(reviewing.ChangedMeanwhile):
        reviewing.write(review, notes="第二个人写的", decisions="", number=0, by=cast.analyst)
    review.refresh_from_db()
    assert review.notes == "第一个人写的"


def test_what_was_left_undone_is_carried_over_once_and_done_everywhere(cast: Cast) -> None:
    earlier = reviewing.begin(monday=MONDAY - 7 * DAY, by=cast.lead)
    undone = deciding.add_action(earlier, text="换推送时间", by=cast.lead, owner=cast.editor.membership)
    done = deciding.add_action(earlier, text="整理话术", by=cast.lead)
    deciding.settle(done, done=True, by=cast.lead)
    reviewing.finish(earlier, by=cast.lead)
    review = reviewing.begin(monday=MONDAY, by=cast.lead)
    reviewing.begin(monday=MONDAY, by=cast.lead)
    carried = review.actions.get()
    assert (carried.text, carried.owner, carried.carried_from) == (undone.text, undone.owner, undone)
    deciding.settle(carried, done=True, by=cast.lead)
    undone.refresh_from_db()
    assert undone.done_at == NOON
    deciding.settle(undone, done=False, by=cast.lead)
    carried.refresh_from_db()
    assert carried.done_at is None


def test_an_action_belongs_to_members_of_the_workspace(cast: Cast) -> None:
    review = reviewing.begin(monday=MONDAY, by=cast.lead)
    with pytest.raises(Invalid):
        deciding.add_action(review, text="做点什么", by=cast.lead, owner=cast.stranger.membership)
    with pytest.raises(Invalid):
        deciding.add_action(review, text="  ", by=cast.lead)


def test_only_who_may_write_and_sees_everything_writes(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        reviewing.begin(monday=MONDAY, by=cast.viewer)
    limited = cast.analyst
    assert limited.membership
    limited.membership.all_channels = False
    limited.membership.save()
    with pytest.raises(NotAllowed):
        reviewing.begin(monday=MONDAY, by=limited)


def test_every_act_is_in_the_audit_trail(cast: Cast) -> None:
    review = reviewing.begin(monday=MONDAY, by=cast.lead)
    reviewing.write(review, notes="好", decisions="继续", number=0, by=cast.lead)
    deciding.settle(deciding.add_action(review, text="做", by=cast.lead), done=True, by=cast.lead)
    reviewing.finish(review, by=cast.lead)
    verbs = list(
        AuditEntry.objects.filter(verb__startswith="review.")
        .order_by("at", "id")
        .values_list("verb", flat=True)
    )
    assert sorted(verbs) == sorted(
        ["review.begin", "review.write", "review.add_action", "review.settle_action", "review.finish"]
    )


def test_response_times_are_those_of_the_week(cast: Cast, channel: Channel) -> None:
    from chaoxin.analytics.testing.scene import conversation_in

    for hours in (1, 3, 11):
        conversation_in(channel, at=NOON - 4 * DAY, answered_after=timedelta(hours=hours))
    conversation_in(channel, at=NOON - 20 * DAY, answered_after=timedelta(hours=90))
    review = reviewing.begin(monday=MONDAY, by=cast.lead)
    assert review.figures["responses"] == {
        "answered": 3,
        "median_seconds": 3 * 3600,
        "slowest_seconds": 11 * 3600,
    }
