"""The arithmetic of progress: a straight way from the start to the target over the time of a KPI."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from chaoxin.core import clock
from chaoxin.goals.models import KpiTarget

from .figures import Figure
from .recording import SMALLEST
from .windows import Window

SECOND = timedelta(seconds=1)
HUNDRED = Decimal(100)
# Before this share of the time has passed a forecast says nothing.
EARLY_SHARE = Decimal("0.1")


class Status(TextChoices):
    AHEAD = "ahead", _("未开始")
    NO_DATA = "no_data", _("暂无数据")
    EARLY = "early", _("刚开始")
    REACHED = "reached", _("已达成")
    ON_TRACK = "on_track", _("进度正常")
    OFF_TRACK = "off_track", _("落后")
    MISSED = "missed", _("未达成")


def elapsed_share(full: Window, found: Figure) -> Decimal:
    """The share of the whole time that the known values cover, from 0 to 1."""
    until: datetime = clock.now()
    if found.covered_until is not None:
        until = min(until, clock.day_bounds(found.covered_until, full.zone)[1])
    share = Decimal((until - full.start) // SECOND) / Decimal((full.end - full.start) // SECOND)
    return min(max(share, Decimal()), Decimal(1))


def start_of(target: KpiTarget, found: Figure) -> Decimal:
    """Where the way begins: what is counted up begins with nothing, a level with the baseline."""
    return target.baseline if found.definition.is_level else Decimal()


def expected_by_now(target: KpiTarget, found: Figure, elapsed: Decimal) -> Decimal | None:
    """What the straight way would have brought by now; for a share the target itself."""
    if found.definition.is_share:
        return target.target
    start = start_of(target, found)
    return (start + (target.target - start) * elapsed).quantize(SMALLEST)


def forecast_at_end(target: KpiTarget, found: Figure, elapsed: Decimal) -> Decimal | None:
    """What the way so far leads to at the end; None where nothing is known or no time has passed."""
    if found.value is None:
        return None
    if found.definition.is_share:
        return found.value
    start = start_of(target, found)
    return (start + (found.value - start) / elapsed).quantize(SMALLEST) if elapsed else None


def share_done(target: KpiTarget, found: Figure) -> Decimal | None:
    """How much of the way is done, in percent; below 0 where a level or share fell under its baseline."""
    start = target.baseline if found.definition.is_share else start_of(target, found)
    way = target.target - start
    return None if found.value is None or not way else (found.value - start) / way * HUNDRED


def status_of(
    target: KpiTarget, found: Figure, forecast: Decimal | None, *, elapsed: Decimal, full: Window
) -> Status:
    """The word for how a target stands."""
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
