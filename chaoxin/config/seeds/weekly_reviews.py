"""The weekly reviews: two that are finished, one that is being written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from chaoxin.accounts.actor import Actor
from chaoxin.analytics import deciding, reviewing
from chaoxin.core import clock

from .editorial_plan import ZONE
from .topics import reviews

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
FINISHED_AT = time(10, 40)
SETTLED_AFTER = timedelta(days=3)


def write(cast: Mapping[str, Actor], *, now: datetime) -> None:
    """Writes the reviews, each as on the Monday after its week."""
    told = reviews()
    today = now.astimezone(ZoneInfo(ZONE)).date()
    monday = today - today.weekday() * DAY
    begun = monday if today > monday else monday - WEEK
    weeks = told["weeks"]
    for number, week in enumerate(weeks):
        _finished(week, begun - (len(weeks) - number) * WEEK, cast, now=now)
    review = reviewing.begin(monday=begun, by=cast["analyst"])
    current = told["current"]
    reviewing.write(
        review,
        notes=current["notes"],
        decisions=current["decisions"],
        number=review.number,
        by=cast["analyst"],
    )


def _finished(week: Mapping[str, Any], monday: date, cast: Mapping[str, Actor], *, now: datetime) -> None:
    finished = datetime.combine(monday + WEEK, FINISHED_AT, tzinfo=ZoneInfo(ZONE))
    by = cast["analyst"]
    with clock.frozen(min(finished, now)):
        review = reviewing.begin(monday=monday, by=by)
        reviewing.write(review, notes=week["notes"], decisions=week["decisions"], number=review.number, by=by)
        actions = [
            (
                deciding.add_action(
                    review,
                    text=entry["text"],
                    owner=cast[entry["owner"]].membership,
                    due_on=finished.date() + entry["days"] * DAY,
                    by=by,
                ),
                entry["done"],
            )
            for entry in week["actions"]
        ]
        reviewing.finish(review, by=cast["lead"])
    with clock.frozen(min(finished + SETTLED_AFTER, now)):
        for action, is_done in actions:
            if is_done:
                deciding.settle(action, done=True, by=by)
