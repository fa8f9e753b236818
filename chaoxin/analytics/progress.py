"""How a KPI target stands: where it is, where it should be by now, where it is heading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from chaoxin.channels.models import Channel
from chaoxin.core import clock
from chaoxin.goals.kpis import CATALOGUE, Kpi
from chaoxin.goals.models import KpiTarget, Objective

from . import figures, sheets
from .definitions import FIGURES
from .figures import LEVEL_LASTS_DAYS, Figure
from .pacing import Status, elapsed_share, expected_by_now, forecast_at_end, share_done, status_of
from .sheets import Sheet
from .windows import Window

DAY = timedelta(days=1)
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
    elapsed = elapsed_share(full, found)
    forecast = forecast_at_end(target, found, elapsed)
    return Progress(
        target=target,
        kpi=kpi,
        figure=found,
        window=window,
        current=found.value,
        expected=expected_by_now(target, found, elapsed),
        forecast=forecast,
        share=share_done(target, found),
        status=status_of(target, found, forecast, elapsed=elapsed, full=full),
        sheet=sheet,
    )
