"""How a KPI target stands: where it is, where it should be by now, where it is heading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import TextChoices

from chaoxin.channels.models import Channel
from chaoxin.core import clock
from chaoxin.goals.kpis import CATALOGUE, Kpi
from chaoxin.goals.models import KpiTarget, Objective

from . import figures, sheets
from .definitions import FIGURES
from .figures import LEVEL_LASTS_DAYS, Figure
from .recording import SMALLEST
from .sheets import Sheet
from .windows import Window

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
HUNDRED = Decimal(100)
# Which figure is meant by a source of the KPI catalogue (goals.kpis).
FIGURE_OF_SOURCE: Mapping[str, str] = {
    "followers_gained": "followers_gained",
    "followers_total": "followers",
    "follower_growth_rate": "follower_growth_rate",
    "reads": "published_reads",
    "interactions": "published_interactions",
    "engagement_rate": "published_engagement_rate",
    "comments": "published_comments",
    "first_response_24h_rate": "first_response_rate",
    "posts_published": "published_posts",
    "conversations_opened": "conversations_opened",
}
# Before this share of the time has passed a forecast says nothing.
EARLY_SHARE = Decimal("0.1")


class Status(TextChoices):
    AHEAD = "ahead", "未开始"
    NO_DATA = "no_data", "暂无数据"
    EARLY = "early", "刚开始"
    REACHED = "reached", "已达成"
    ON_TRACK = "on_track", "进度正常"
    OFF_TRACK = "off_track", "落后"
    MISSED = "missed", "未达成"


@dataclass(frozen=True)
class Progress:
    """Where a target stands. `current` is its figure over `window`; `expected` is what a straight way would have
    brought by now; `forecast` what the way so far leads to at the end; both None where they make no sense.
    `share` is how much of the way from the start to the target is done, in percent."""

    target: KpiTarget
    kpi: Kpi
    figure: Figure
    window: Window
    current: Decimal | None
    expected: Decimal | None
    forecast: Decimal | None
    share: Decimal | None
    status: Status
    sheet: Sheet

    @property
    def covered_until(self) -> date | None:
        """The last day of which the figure knows something."""
        return self.figure.covered_until

    @property
    def is_off_track(self) -> bool:
        return self.status in (Status.OFF_TRACK, Status.MISSED)

    def by_day(self) -> list[Decimal | None]:
        """The figure from the window's start to each of its days; None on days of which nothing is known."""
        return figures.running(self.figure, self.sheet)


def progress_of(target: KpiTarget) -> Progress:
    """How one target stands now. KeyError for a KPI that is not in the catalogue."""
    return progress_of_all([target])[0]


def progress_of_all(targets: Sequence[KpiTarget]) -> list[Progress]:
    """How these targets of one workspace stand now, in their order; few queries however many there are."""
    if not targets:
        return []
    workspace = targets[0].objective.workspace
    everything = list(
        Channel.objects.filter(workspace=workspace, removed_at=None).values_list("pk", flat=True)
    )
    windows = {target.pk: window_of(target, zone=workspace.timezone) for target in targets}
    loaded: dict[Window, Sheet] = {}
    for window in set(windows.values()):
        wanted = [target for target in targets if windows[target.pk] == window]
        loaded[window] = _sheet(wanted, channel_ids=everything, window=window)
    return [
        _progress(
            target,
            loaded[windows[target.pk]],
            channel_ids=_channels(target, everything),
            window=windows[target.pk],
        )
        for target in targets
    ]


def off_track(objectives: Iterable[Objective]) -> list[Progress]:
    """The targets of these objectives (of one workspace) that are behind, as the start page lists them."""
    targets = []
    for objective in objectives:
        for target in objective.targets.all():
            target.objective = objective
            targets.append(target)
    return [progress for progress in progress_of_all(targets) if progress.is_off_track]


def window_of(target: KpiTarget, *, zone: str) -> Window:
    """The days over which a target counts: the objective's, or of it the current month (its last one afterwards).
    Ends today where it lasts longer, see `full_window`."""
    full = full_window(target, zone=zone)
    return Window(full.first, max(full.first, min(full.last, clock.today(zone))), zone)


def full_window(target: KpiTarget, *, zone: str) -> Window:
    """The same with its whole future."""
    objective = target.objective
    if CATALOGUE[target.kpi].window != "month":
        return Window(objective.starts_on, objective.ends_on, zone)
    at = min(max(clock.today(zone), objective.starts_on), objective.ends_on)
    first = at.replace(day=1)
    last = (first + timedelta(days=32)).replace(day=1) - DAY
    return Window(first, last, zone)


def _channels(target: KpiTarget, everything: Sequence[UUID]) -> list[UUID]:
    wanted = set(target.channel_ids)
    return [pk for pk in everything if not wanted or str(pk) in wanted]


def _sheet(targets: Sequence[KpiTarget], *, channel_ids: Sequence[UUID], window: Window) -> Sheet:
    keys = {FIGURE_OF_SOURCE[CATALOGUE[target.kpi].source] for target in targets}
    parts = {part for key in keys for part in FIGURES[key].all_parts}
    first = window.first - LEVEL_LASTS_DAYS * DAY
    return sheets.load(parts, channel_ids=channel_ids, first=first, last=window.last, window=window)


def _progress(target: KpiTarget, sheet: Sheet, *, channel_ids: Sequence[UUID], window: Window) -> Progress:
    kpi = CATALOGUE[target.kpi]
    found = figures.figure(FIGURE_OF_SOURCE[kpi.source], sheet, channel_ids=channel_ids, window=window)
    full = full_window(target, zone=window.zone)
    elapsed = _elapsed(full, found)
    forecast = _forecast(target, found, elapsed)
    return Progress(
        target=target,
        kpi=kpi,
        figure=found,
        window=window,
        current=found.value,
        expected=_expected(target, found, elapsed),
        forecast=forecast,
        share=_share(target, found),
        status=_status(target, found, forecast, elapsed=elapsed, full=full),
        sheet=sheet,
    )


def _elapsed(full: Window, found: Figure) -> Decimal:
    """The share of the whole time that the known values cover, from 0 to 1."""
    until: datetime = clock.now()
    if found.covered_until is not None:
        until = min(until, clock.day_bounds(found.covered_until, full.zone)[1])
    share = Decimal((until - full.start) // SECOND) / Decimal((full.end - full.start) // SECOND)
    return min(max(share, Decimal()), Decimal(1))


def _start(target: KpiTarget, found: Figure) -> Decimal:
    """Where the way begins: what is counted up begins with nothing, a level with the baseline."""
    return target.baseline if found.definition.is_level else Decimal()


def _expected(target: KpiTarget, found: Figure, elapsed: Decimal) -> Decimal | None:
    if found.definition.is_share:
        return target.target
    start = _start(target, found)
    return (start + (target.target - start) * elapsed).quantize(SMALLEST)


def _forecast(target: KpiTarget, found: Figure, elapsed: Decimal) -> Decimal | None:
    if found.value is None:
        return None
    if found.definition.is_share:
        return found.value
    start = _start(target, found)
    return (start + (found.value - start) / elapsed).quantize(SMALLEST) if elapsed else None


def _share(target: KpiTarget, found: Figure) -> Decimal | None:
    start = target.baseline if found.definition.is_share else _start(target, found)
    way = target.target - start
    return None if found.value is None or not way else (found.value - start) / way * HUNDRED


def _status(
    target: KpiTarget, found: Figure, forecast: Decimal | None, *, elapsed: Decimal, full: Window
) -> Status:
    now, current = clock.now(), found.value
    if now < full.start:
        return Status.AHEAD
    if current is None:
        return Status.NO_DATA
    reached = current >= target.target
    if now >= full.end:
        return Status.REACHED if reached else Status.MISSED
    # A share that is high enough today can still fall.
    if reached and not found.definition.is_share:
        return Status.REACHED
    if elapsed < EARLY_SHARE or forecast is None:
        return Status.EARLY
    return Status.ON_TRACK if forecast >= target.target else Status.OFF_TRACK
