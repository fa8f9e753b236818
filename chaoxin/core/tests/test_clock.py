from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, date, datetime

import pytest

from chaoxin.core import clock

HOST_ZONES = ["UTC", "America/New_York", "Asia/Shanghai"]
NINE = datetime(2026, 11, 23, 9, 0)
ASK = (
    "from datetime import datetime; from chaoxin.core import clock;"
    "print(clock.from_local(datetime(2026, 11, 23, 9, 0), 'Asia/Shanghai').isoformat())"
)


@pytest.mark.parametrize("host_zone", HOST_ZONES)
def test_nine_in_shanghai_is_one_in_utc_whatever_the_zone_of_the_host(host_zone: str) -> None:
    told = subprocess.run(
        [sys.executable, "-c", ASK],
        env={**os.environ, "TZ": host_zone},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "2026-11-23T01:00:00+00:00"


def test_a_time_that_a_clock_change_skips_is_refused() -> None:
    with pytest.raises(ValueError, match="does not exist"):
        clock.from_local(datetime(2026, 3, 8, 2, 30), "America/New_York")


def test_of_a_time_that_comes_twice_the_earlier_one_is_meant() -> None:
    found = clock.from_local(datetime(2026, 11, 1, 1, 30), "America/New_York")
    assert found == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 8), 23), (date(2026, 11, 1), 25), (date(2026, 6, 1), 24)]
)
def test_a_local_day_is_as_long_as_its_clock_changes_make_it(day: date, hours: int) -> None:
    start, end = clock.day_bounds(day, "America/New_York")
    assert (end - start).total_seconds() == hours * 3600


def test_the_clock_stands_where_a_test_stops_it() -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    with clock.frozen(moment):
        assert clock.now() == moment
        assert clock.today("Asia/Shanghai") == date(2026, 1, 1)
    with pytest.raises(ValueError, match="aware"), clock.frozen(NINE):
        pass
