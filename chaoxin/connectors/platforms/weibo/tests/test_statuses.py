"""Times as Weibo writes them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from chaoxin.connectors.platforms.weibo.statuses import time_of


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
