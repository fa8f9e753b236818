"""Every figure resolves to its rows: on the overview, in a review, and for a KPI."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from chaoxin.accounts.testing.cast import Cast, sign_in
from chaoxin.analytics import counting, origins, overview, progress, recording, reviewing, rows, windows
from chaoxin.analytics.definitions import FIGURES
from chaoxin.analytics.figures import Figure
from chaoxin.analytics.rows import Evidence
from chaoxin.analytics.sheets import Part
from chaoxin.analytics.testing.scene import (
    DAY,
    NOON,
    TODAY,
    channel_in,
    conversation_in,
    live_post,
    measured,
    measured_day,
)
from chaoxin.channels.models import Channel
from chaoxin.core import clock
from chaoxin.goals import planning
from chaoxin.goals.kpis import CATALOGUE

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
MONDAY = TODAY - 7 * DAY


@pytest.fixture
def company(cast: Cast) -> list[Channel]:
    """Two weeks of a channel with reads and daily figures and of one without, with a lost day in between."""
    rich, poor = channel_in(cast, "服务号", platform="wechat"), channel_in(cast, "微博")
    for number in range(10):
        at = NOON - (14 - number) * DAY
        for where, metrics in (
            (rich, ("reads", "likes", "shares", "favorites")),
            (poor, ("likes", "comments")),
        ):
            post = live_post(where, author=cast.editor, published_at=at, title=f"第 {number} 篇")
            readings = [
                measured(post, name, (number + 3) * age * (place + 1), at=at + age * 7 * HOUR)
                for place, name in enumerate(metrics)
                for age in (1, 2, 5, 9)
            ]
            recording.write_posts(readings)
    for number in range(16):
        day = TODAY - (16 - number) * DAY
        if number == 9:
            continue
        recording.write_accounts(
            [
                measured_day(rich, "new_followers", 9 + number, day=day),
                measured_day(rich, "lost_followers", number % 4, day=day),
                measured_day(rich, "followers", 1000 + 8 * number, day=day, kind="cumulative"),
                measured(poor, "followers", 500 + number * number, at=NOON - (16 - number) * DAY),
            ]
        )
        conversation_in(rich, at=NOON - (16 - number) * DAY, answered_after=number * 3 * HOUR)
        conversation_in(poor, at=NOON - (16 - number) * DAY, kind="message")
    with clock.frozen(NOON):
        for channel in (rich, poor):
            counting.mark_span(channel, first=TODAY - 16 * DAY, last=TODAY)
        while counting.count_marked():
            pass
    return [rich, poor]


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with clock.frozen(NOON):
        yield


def derived(found: Evidence) -> Decimal | None:
    """The figure worked out from nothing but its listed rows."""
    definition = found.definition
    sums: dict[Part, Decimal] = {}
    for row in rows.shown(definition, found.rows, window=found.figure.window):
        sums[row.part] = sums.get(row.part, Decimal()) + (row.counts or 0)
    top = [part for part in (*definition.parts, definition.instead) if part in sums]
    total = sum((part.sign * sums[part] for part in top), Decimal()) if top else None
    if definition.over is None or total is None:
        return total
    base = sums.get(definition.over)
    return total / base * 100 if base else None


@pytest.mark.parametrize("days", [1, 7, 30])
def test_every_figure_is_worked_out_from_its_rows_alone(company: list[Channel], days: int) -> None:
    window = windows.last_days(days, zone="Asia/Shanghai")
    for key in FIGURES:
        for channels in (company, company[:1], company[1:]):
            found = rows.evidence(key, channel_ids=[channel.pk for channel in channels], window=window)
            assert derived(found) == found.figure.value, key


def test_the_company_is_no_empty_stage(company: list[Channel]) -> None:
    look = overview.look(company, window=windows.last_days(7, zone="Asia/Shanghai"))
    unknown = [found.definition.key for found in look.figures if found.value is None]
    assert unknown == []


def test_every_figure_of_the_overview_page_leads_to_a_file_that_makes_it_up(
    cast: Cast, company: list[Channel]
) -> None:
    client = sign_in(cast.viewer)
    page = client.get("/w/demo/analytics/?period=7")
    assert page.status_code == 200
    shown: list[Figure] = overview.look(company, window=windows.last_days(7, zone="Asia/Shanghai")).figures
    for found, card in zip(shown, page.context["cards"], strict=True):
        assert card.url in page.content.decode().replace("&amp;", "&")
        assert total_of_file(client, card.url, found) == pytest.approx(float(found.value or 0), rel=1e-9)


def total_of_file(client: Client, url: str, found: Figure) -> float:
    answer = client.get(url.replace("/?", "/rows.csv?"))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    sums: dict[str, float] = {}
    for line in csv.DictReader(io.StringIO(text)):
        sums[line["指标"]] = sums.get(line["指标"], 0) + float(line["计入数值"])
    definition = found.definition

    def named(part: Any) -> float:
        from chaoxin.analytics.metrics import metric_of

        return sums.get(str(metric_of(part.metric).name), 0)

    total = sum(part.sign * named(part) for part in (*definition.parts, definition.instead) if part)
    return total / named(definition.over) * 100 if definition.over else total


def test_every_figure_of_a_review_carries_the_rows_that_make_it_up(
    cast: Cast, company: list[Channel]
) -> None:
    review = reviewing.begin(monday=MONDAY, by=cast.lead)
    review.refresh_from_db()
    assert review.figures["figures"]
    for frozen in review.figures["figures"]:
        sums = {
            (part["role"], part["metric"]): part["sign"] * sum(Decimal(row["counts"]) for row in part["rows"])
            for part in frozen["parts"]
        }
        total = sum((value for (role, _metric), value in sums.items() if role != "over"), Decimal())
        over = [value for (role, _metric), value in sums.items() if role == "over"]
        assert (total / over[0] * 100 if over else total) == Decimal(frozen["value"]), frozen["key"]
        live = rows.evidence(
            frozen["key"], channel_ids=[channel.pk for channel in company], window=reviewing.window_of(review)
        )
        assert derived(live) == Decimal(frozen["value"])


def test_every_kpi_leads_to_rows_that_make_it_up(cast: Cast, company: list[Channel]) -> None:
    terms = planning.Terms(
        kind="awareness", name="目标", starts_on=TODAY - 12 * DAY, ends_on=TODAY + 12 * DAY
    )
    targets = [planning.Target(kpi, Decimal(50)) for kpi in CATALOGUE]
    objective = planning.set_objective(terms, targets, by=cast.lead)
    found = progress.progress_of_all(list(objective.targets.select_related("objective__workspace")))
    assert len(found) == len(CATALOGUE)
    for entry in found:
        key = entry.figure.definition.key
        listed = rows.evidence(key, channel_ids=list(entry.figure.channel_ids), window=entry.window)
        assert derived(listed) == entry.current, key


def test_every_counted_figure_is_the_number_of_its_origins(company: list[Channel]) -> None:
    window = windows.last_days(7, zone="Asia/Shanghai")
    ids = [channel.pk for channel in company]
    for key, definition in FIGURES.items():
        for part in definition.all_parts:
            if part.metric in origins.COUNTED_METRICS:
                found = rows.evidence(key, channel_ids=ids, window=window, metric=part.metric)
                value = next(entry.value for entry in found.figure.parts if entry.part == part)
                counted = origins.rows(
                    part.metric, channel_ids=ids, start=window.start, end=window.end
                ).count()
                assert value == counted, part.metric


def test_like_is_compared_with_like(cast: Cast, company: list[Channel]) -> None:
    rich = company[:1]
    window = windows.chosen(TODAY - 5 * DAY, TODAY, zone="Asia/Shanghai")
    found = next(
        entry
        for entry in overview.look(rich, window=window).figures
        if entry.definition.key == "followers_gained"
    )
    # Known up to yesterday: five days against the first five days of the window before, one of them lost.
    assert found.covered_until == TODAY - DAY
    before = range(5, 9)
    assert found.previous == sum(9 + number - number % 4 for number in before)
    assert found.change is None
