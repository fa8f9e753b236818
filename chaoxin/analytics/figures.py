"""Figures over channels and days, worked out from day values."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from chaoxin.core import clock

from . import sheets
from .definitions import FIGURES, Definition
from .sheets import INCREASE, LEVEL, OPENING, PUBLISHED, Part, Sheet
from .windows import Window

DAY = timedelta(days=1)
HUNDRED = Decimal(100)
# A level stays known this long: an account that could not be read for some days still has its followers.
LEVEL_LASTS_DAYS = 7
# What the house itself did is known of every account, also of those of which no platform gives figures.
KNOWN_OF_ALL = {"published_posts"}


@dataclass(frozen=True)
class PartValue:
    part: Part
    value: Decimal | None


@dataclass(frozen=True)
class Figure:
    """A figure over a window. `previous` is that of the window before, over just as many known days; `parts` make
    up `value`. `silent` are channels that gave nothing; `covered_until` is the last day up to which all that gave
    something is known. None means that nothing is known."""

    definition: Definition
    window: Window
    channel_ids: tuple[UUID, ...]
    value: Decimal | None
    previous: Decimal | None
    parts: tuple[PartValue, ...]
    silent: tuple[UUID, ...]
    covered_until: date | None

    @property
    def change(self) -> Decimal | None:
        """Against the window before, see `change_between`. What is counted up is not compared while its last day is
        still running: half a day against a whole one says nothing."""
        definition = self.definition
        counts_up = not definition.is_share and not definition.is_level
        if counts_up and self.window.last >= clock.today(self.window.zone):
            return None
        return change_between(self.value, self.previous, points=definition.is_share)

    @property
    def is_partial(self) -> bool:
        """Whether days at the end of the window are not known yet."""
        return self.covered_until is not None and self.covered_until < self.window.last


def change_between(value: Decimal | None, previous: Decimal | None, *, points: bool) -> Decimal | None:
    """The change in percent, or for shares in percentage points; None where there is nothing to compare with."""
    if value is None or previous is None:
        return None
    if points:
        return value - previous
    return (value - previous) / abs(previous) * HUNDRED if previous else None


def sheet_for(keys: Iterable[str], *, channel_ids: Collection[UUID], window: Window) -> Sheet:
    """The day values that these figures need for the window and the one before."""
    parts = {part for key in keys for part in FIGURES[key].all_parts}
    first = window.before().first - LEVEL_LASTS_DAYS * DAY
    return sheets.load(parts, channel_ids=channel_ids, first=first, last=window.last, window=window)


def figure(key: str, sheet: Sheet, *, channel_ids: Sequence[UUID], window: Window) -> Figure:
    """One figure over these channels and days. KeyError for an unknown key."""
    definition = FIGURES[key]
    counted = channels_by_part(definition, sheet, channel_ids, window)
    values = {part: _total(part, sheet, counted[part], window) for part in definition.all_parts}
    before = {part: _total_before(part, sheet, counted[part], window) for part in definition.all_parts}
    known = {part.metric for part in definition.all_parts} <= KNOWN_OF_ALL
    heard = {pk for ids in counted.values() for pk in ids} if not known else set(channel_ids)
    return Figure(
        definition=definition,
        window=window,
        channel_ids=tuple(channel_ids),
        value=combine(definition, values),
        previous=combine(definition, before),
        parts=tuple(PartValue(part, values[part]) for part in definition.all_parts),
        silent=tuple(pk for pk in channel_ids if pk not in heard),
        covered_until=_covered_until(sheet, counted, window),
    )


def channels_by_part(
    definition: Definition, sheet: Sheet, channel_ids: Sequence[UUID], window: Window
) -> dict[Part, list[UUID]]:
    """The channels that go into each part of a figure."""

    def gives(part: Part | None, pk: UUID) -> bool:
        return part is not None and _value(part, sheet, pk, window) is not None

    usable = [pk for pk in channel_ids if definition.over is None or gives(definition.over, pk)]
    usual = [pk for pk in usable if any(gives(part, pk) for part in definition.parts)]
    chosen = dict.fromkeys(definition.parts, usual)
    if definition.instead:
        chosen[definition.instead] = [
            pk for pk in usable if pk not in usual and gives(definition.instead, pk)
        ]
    if definition.over:
        chosen[definition.over] = usable
    return chosen


def reach_of(part: Part, window: Window) -> Window:
    """The days in which the values of a part are looked for."""
    if part.how == INCREASE:
        return window
    last = window.first - DAY if part.how == OPENING else window.last
    return Window(last - (LEVEL_LASTS_DAYS - 1) * DAY, last, window.zone)


def combine(definition: Definition, values: Mapping[Part, Decimal | None]) -> Decimal | None:
    """The figure from the values of its parts; None where no part is known or the base of a share is nothing."""
    addends = [*definition.parts, *([definition.instead] if definition.instead else [])]
    known = [part.sign * value for part in addends if (value := values[part]) is not None]
    if definition.over is None:
        return sum(known, Decimal()) if known else None
    base = values[definition.over]
    return sum(known, Decimal()) / base * HUNDRED if base else None


def running(found: Figure, sheet: Sheet) -> list[Decimal | None]:
    """The figure from the start of its window to each of the window's days; None on days of which nothing is known."""
    definition, window = found.definition, found.window
    counted = channels_by_part(definition, sheet, found.channel_ids, window)
    totals: dict[Part, Decimal | None] = {
        part: _total(part, sheet, ids, window) if part.how == OPENING else None
        for part, ids in counted.items()
    }
    levels: dict[tuple[Part, UUID], Decimal] = {}
    line: list[Decimal | None] = []
    for day in window.days:
        is_known = False
        for part, pk in ((part, pk) for part, ids in counted.items() if part.how != OPENING for pk in ids):
            cell = sheet.cells(part, pk).get(day)
            if cell is None:
                continue
            is_known = True
            totals[part] = (totals[part] or Decimal()) + cell - levels.get((part, pk), Decimal())
            if part.how == LEVEL:
                levels[part, pk] = cell
        line.append(combine(definition, totals) if is_known else None)
    return line


def _total(part: Part, sheet: Sheet, channel_ids: Iterable[UUID], window: Window) -> Decimal | None:
    known = [value for pk in channel_ids if (value := _value(part, sheet, pk, window)) is not None]
    return sum(known, Decimal()) if known else None


def _value(part: Part, sheet: Sheet, channel_id: UUID, window: Window) -> Decimal | None:
    return sheet.value(part, channel_id, reach_of(part, window))


def _total_before(part: Part, sheet: Sheet, channel_ids: Iterable[UUID], window: Window) -> Decimal | None:
    """The part in the window before. Where days at the end of the window are not known yet, the window before is cut
    alike, so that like is compared with like."""
    if part.grain == PUBLISHED:
        return None
    known = []
    for pk in channel_ids:
        before = window.before()
        covered = sheet.covered_until(part, pk, window)
        if part.how == INCREASE and covered is not None:
            before = Window(before.first, before.last - (window.last - covered), window.zone)
        value = _value(part, sheet, pk, before)
        known += [value] if value is not None else []
    return sum(known, Decimal()) if known else None


def _covered_until(sheet: Sheet, counted: Mapping[Part, Sequence[UUID]], window: Window) -> date | None:
    """Parts of one channel come together, so the latest of them counts; of several channels, the earliest."""
    by_channel: dict[UUID, date] = {}
    for part, ids in counted.items():
        for pk in ids:
            day = sheet.covered_until(part, pk, reach_of(part, window)) if part.how != OPENING else None
            if day is not None:
                by_channel[pk] = max(day, by_channel.get(pk, day))
    return min(by_channel.values(), default=None)
