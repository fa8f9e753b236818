from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection

from chaoxin.accounts.testing.cast import Cast
from chaoxin.analytics import partitions, recording
from chaoxin.analytics.models import PostReading
from chaoxin.analytics.testing.scene import live_post, measured
from chaoxin.channels.models import Channel
from chaoxin.core import clock

pytestmark = pytest.mark.django_db
FAR_AWAY = datetime(2031, 5, 31, 23, 30, tzinfo=UTC)


def rows_in(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def test_readings_of_a_month_without_partition_move_into_it_when_it_is_made(
    cast: Cast, channel: Channel
) -> None:
    post = live_post(channel, author=cast.editor)
    recording.write_posts([measured(post, "reads", 1, at=FAR_AWAY)])
    assert rows_in("analytics_postreading_default") == 1
    assert partitions.make(date(2031, 5, 2)) == 2
    assert rows_in("analytics_postreading_default") == 0
    assert rows_in("analytics_postreading_203105") == 1
    recording.write_posts([measured(post, "reads", 1, at=FAR_AWAY)])
    assert PostReading.objects.count() == 1


def test_coming_months_are_made_once() -> None:
    with clock.frozen(datetime(2030, 11, 23, tzinfo=UTC)):
        assert partitions.make_coming() == 8
        assert partitions.make_coming() == 0
    for month in ("203011", "203012", "203101", "203102"):
        assert rows_in(f"analytics_accountreading_{month}") == 0


def test_partitions_know_their_owner_and_go_with_it(cast: Cast, channel: Channel) -> None:
    post = live_post(channel, author=cast.editor)
    recording.write_posts([measured(post, "reads", 1, at=FAR_AWAY)])
    partitions.make(date(2031, 5, 1))
    post.delete()
    assert PostReading.objects.count() == 0
