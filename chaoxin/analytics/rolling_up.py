"""Days of posts and accounts, made from their readings. A day is made anew as a whole, so late, repeated and
corrected readings come out the same as readings in order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

# The last reading of every touched day and of all days after it, against the last one of the day before. Where a
# metric comes both ways on one day, the running total counts ('cumulative' sorts before 'per_day').
LAST_OF_DAY = """
    WITH touched AS (
        SELECT * FROM unnest(%s::uuid[], %s::text[], %s::date[]) AS t (owner, metric, first_day)
    ), last_of_day AS (
        SELECT DISTINCT ON (t.owner, t.metric, r.day)
               t.owner, t.metric, t.first_day, r.day, r.kind, r.value, r.at, r.read_at, r.source,
               first_value(r.value) OVER in_day AS first_value, first_value(r.at) OVER in_day AS first_at
        FROM touched t JOIN {readings} r ON r.{owner} = t.owner AND r.metric = t.metric AND r.day >= t.first_day
        WINDOW in_day AS (PARTITION BY t.owner, t.metric, r.day, r.kind ORDER BY r.at)
        ORDER BY t.owner, t.metric, r.day, r.kind, r.at DESC
    ), before AS (
        SELECT t.owner, t.metric, b.value, b.at
        FROM touched t CROSS JOIN LATERAL (
            SELECT r.value, r.at FROM {readings} r
            WHERE r.{owner} = t.owner AND r.metric = t.metric AND r.kind = 'cumulative' AND r.day < t.first_day
            ORDER BY r.at DESC LIMIT 1
        ) b
    ), steps AS (
        SELECT d.*, coalesce(lag(d.value) OVER days, b.value) AS previous, coalesce(lag(d.at) OVER days, b.at) AS since
        FROM last_of_day d LEFT JOIN before b ON b.owner = d.owner AND b.metric = d.metric
        WINDOW days AS (PARTITION BY d.owner, d.metric ORDER BY d.day)
    )
"""
UPDATE = """
    DO UPDATE SET kind = excluded.kind, value = excluded.value, increase = excluded.increase, since = excluded.since,
        at = excluded.at, read_at = excluded.read_at, source = excluded.source
"""
# A post begins with nothing at its publication, so that its first day counts from there.
POST_DAYS = """
    INSERT INTO analytics_postday
        (delivery_id, channel_id, metric, day, kind, value, increase, since, at, read_at, source)
    SELECT s.owner, p.channel_id, s.metric, s.day, s.kind, s.value,
           CASE s.kind WHEN 'per_day' THEN s.value ELSE s.value - coalesce(s.previous, 0) END,
           CASE s.kind WHEN 'per_day' THEN NULL ELSE coalesce(s.since, p.published_at) END,
           s.at, s.read_at, s.source
    FROM steps s JOIN publishing_delivery p ON p.id = s.owner
    ON CONFLICT (delivery_id, metric, day)
"""
# An account existed before its first reading: what it grew by until then is not known, so its first day counts
# from that reading on, and with a single one not at all.
ACCOUNT_DAYS = """
    INSERT INTO analytics_accountday (channel_id, metric, day, kind, value, increase, since, at, read_at, source)
    SELECT s.owner, s.metric, s.day, s.kind, s.value,
           CASE WHEN s.kind = 'per_day' THEN s.value
                WHEN s.previous IS NOT NULL THEN s.value - s.previous
                WHEN s.first_at < s.at THEN s.value - s.first_value END,
           CASE WHEN s.kind = 'per_day' THEN NULL
                WHEN s.since IS NOT NULL THEN s.since
                WHEN s.first_at < s.at THEN s.first_at END,
           s.at, s.read_at, s.source
    FROM steps s
    ON CONFLICT (channel_id, metric, day)
"""


def renew_post_days(touched: Mapping[tuple[UUID, str], date]) -> None:
    """Makes the days of posts anew from the first touched day on; keys are delivery and metric."""
    _renew(_statement(POST_DAYS, readings="analytics_postreading", owner="delivery_id"), touched)


def renew_account_days(touched: Mapping[tuple[UUID, str], date]) -> None:
    """Makes the days of accounts anew from the first touched day on; keys are channel and metric."""
    _renew(_statement(ACCOUNT_DAYS, readings="analytics_accountreading", owner="channel_id"), touched)


def _statement(insert: str, *, readings: str, owner: str) -> str:
    return LAST_OF_DAY.replace("{readings}", readings).replace("{owner}", owner) + insert + UPDATE


def _renew(statement: str, touched: Mapping[tuple[UUID, str], date]) -> None:
    if not touched:
        return
    keys = sorted(touched)
    columns: list[Any] = [
        [owner for owner, _metric in keys],
        [metric for _owner, metric in keys],
        [touched[key] for key in keys],
    ]
    with connection.cursor() as cursor:
        cursor.execute(statement, columns)
