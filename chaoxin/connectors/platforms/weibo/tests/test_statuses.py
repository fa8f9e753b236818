"""Posts as Weibo describes them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from chaoxin.connectors.platforms.weibo.statuses import submission_of, time_of
from chaoxin.connectors.values import Outcome


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wed Jun 01 00:50:25 +0800 2011", datetime(2011, 5, 31, 16, 50, 25, tzinfo=UTC)),
        ("Fri Nov 20 12:00:03 +0800 2026", datetime(2026, 11, 20, 4, 0, 3, tzinfo=UTC)),
        ("Fri Nov 20 12:00:03 -0530 2026", datetime(2026, 11, 20, 17, 30, 3, tzinfo=UTC)),
        ("Fri Nov 31 12:00:03 +0800 2026", None),
        ("2026-11-20 12:00:03", None),
        ("", None),
        (None, None),
    ],
)
def test_dates_become_times_in_utc_or_nothing(text: object, expected: datetime | None) -> None:
    assert time_of(text) == expected


@pytest.mark.parametrize(("visible", "limited"), [(0, False), (1, True), (None, False)])
def test_a_post_that_not_everybody_sees_is_limited_and_says_so(visible: int | None, limited: bool) -> None:
    status = {"idstr": "5001", "mid": "5001", **({} if visible is None else {"visible": {"type": visible}})}
    found = submission_of(status, user_id="42")
    assert (found.outcome, found.limited, bool(found.sentence)) == (Outcome.PUBLISHED, limited, limited)
