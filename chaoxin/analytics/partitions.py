"""The monthly partitions of the tables of readings."""

from __future__ import annotations

from datetime import date

from django.db import connection

from chaoxin.core import clock

PARTITIONED_TABLES = ("analytics_postreading", "analytics_accountreading")
MONTHS_AHEAD = 3


def make_coming() -> int:
    """Makes the partitions of this month and the next three where they are missing; answers how many it made.
    Readings that the default partition holds of such a month move into it."""
    first = clock.now().date().replace(day=1)
    return sum(make(month) for month in _months(first, count=MONTHS_AHEAD + 1))


def make(month: date) -> int:
    """Makes the partitions of the month in which `month` lies; answers how many were missing."""
    made = 0
    with connection.cursor() as cursor:
        for table in PARTITIONED_TABLES:
            cursor.execute("SELECT analytics_make_partition(%s, %s)", [table, month])
            made += bool(cursor.fetchone()[0])
    return made


def _months(first: date, *, count: int) -> list[date]:
    months = [first.year * 12 + first.month - 1 + number for number in range(count)]
    return [date(month // 12, month % 12 + 1, 1) for month in months]
