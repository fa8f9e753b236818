from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from chaoxin.accounts.testing.cast import Cast
from chaoxin.analytics import counting, origins
from chaoxin.analytics.models import AccountDay, AccountReading, DayToCount
from chaoxin.analytics.testing.scene import DAY, NOON, TODAY, conversation_in, live_post
from chaoxin.channels.models import Channel
from chaoxin.core import clock
from chaoxin.core.announcing import announce, dispatch_pending
from chaoxin.inbox import facts as inbox_facts
from chaoxin.inbox.models import Message

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def counts(channel: Channel, *, at: datetime = NOON + 3 * DAY) -> dict[str, Decimal]:
    with clock.frozen(at):
        counting.mark_span(channel, first=TODAY, last=TODAY)
        counting.count_marked()
    return dict(AccountDay.objects.filter(channel=channel, day=TODAY).values_list("metric", "value"))


def test_a_day_is_counted_from_its_rows(cast: Cast, channel: Channel) -> None:
    live_post(channel, author=cast.editor)
    live_post(channel, author=cast.editor, published_at=NOON - DAY, title="昨天的")
    conversation_in(channel, at=NOON, answered_after=HOUR)
    conversation_in(channel, at=NOON, answered_after=25 * HOUR)
    conversation_in(channel, at=NOON, kind="message")
    conversation_in(channel, at=NOON - DAY)
    assert counts(channel) == {
        "published_posts": 1,
        "received_comments": 2,
        "received_mentions": 0,
        "received_messages": 1,
        "sent_replies": 1,
        "opened_conversations": 3,
        "first_responses_settled": 3,
        "first_responses_in_time": 1,
    }


def test_every_count_is_the_number_of_its_rows(cast: Cast, channel: Channel) -> None:
    conversation_in(channel, at=NOON, answered_after=HOUR)
    conversation_in(channel, at=NOON, kind="mention")
    start, end = clock.day_bounds(TODAY, "Asia/Shanghai")
    with clock.frozen(NOON + 3 * DAY):
        for metric, value in counts(channel).items():
            rows = origins.rows(metric, channel_ids=[channel.pk], start=start, end=end)
            assert rows.count() == value, metric


def test_counting_twice_changes_nothing_and_late_messages_are_taken_in(cast: Cast, channel: Channel) -> None:
    conversation_in(channel, at=NOON)
    first = counts(channel)
    assert counts(channel) == first
    conversation_in(channel, at=NOON - HOUR)
    assert counts(channel)["received_comments"] == first["received_comments"] + 1
    assert AccountReading.objects.filter(metric="received_comments").count() == 1


def test_a_wait_counts_only_when_it_is_settled(cast: Cast, channel: Channel) -> None:
    conversation_in(channel, at=NOON)
    assert counts(channel, at=NOON + 2 * HOUR)["first_responses_settled"] == 0
    assert counts(channel, at=NOON + 25 * HOUR)["first_responses_settled"] == 1


def test_what_was_closed_without_an_answer_needed_none(cast: Cast, channel: Channel) -> None:
    spam = conversation_in(channel, at=NOON)
    spam.clocks.update(stopped_at=NOON + HOUR, answered=False)
    assert counts(channel)["first_responses_settled"] == 0


def test_a_message_has_its_day_counted_anew(cast: Cast, channel: Channel) -> None:
    conversation = conversation_in(channel, at=NOON, answered_after=30 * HOUR)
    reply = Message.objects.get(direction="out")
    announce(inbox_facts.ANSWERED, workspace_id=cast.workspace.pk, subject=reply)
    dispatch_pending()
    marked = set(DayToCount.objects.values_list("channel_id", "day"))
    assert marked == {(conversation.channel_id, TODAY), (conversation.channel_id, TODAY + DAY)}


def test_days_begin_at_the_workspace_s_midnight(cast: Cast, channel: Channel) -> None:
    cast.workspace.timezone = "America/New_York"
    cast.workspace.save()
    channel.refresh_from_db()
    conversation_in(channel, at=NOON)  # the evening of the 22nd in New York
    assert counts(channel)["received_comments"] == 0
