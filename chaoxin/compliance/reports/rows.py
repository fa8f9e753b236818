"""Texts of a report as a page shows them: a short one whole, a long one in stretches, so that a page stays small."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from chaoxin.compliance import batch_turns
from chaoxin.compliance.marking import Part
from chaoxin.compliance.values import Finding, Opinion, worst_first

from .lines import SHOWN_WHOLE_CHARACTERS, Line, shortened

SHOWN_WHOLE_FINDINGS = 30
STRETCH_CHARACTERS = 400
STRETCH_FINDINGS = 8
# Where a stretch may end: after a paragraph, a sentence, or so many characters without either.
PIECE = re.compile(rf"[^\n。！？!?；;]{{0,{STRETCH_CHARACTERS - 1}}}(?:\n|[。！？!?；;]|[^\n])")


@dataclass(frozen=True)
class Row:
    """A text or a stretch of one. `place` tells where it stands, `level` is that of its own findings, the heaviest of
    which come first."""

    place: str
    level: str
    texts: tuple[tuple[str, list[Part]], ...]
    findings: Sequence[Finding]


@dataclass
class _Stretch:
    """Parts that follow one another, from character `start` to `end` of their text, in paragraph `number`."""

    start: int
    number: int
    end: int = 0
    marked: int = 0
    parts: list[Part] = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        return self.end - self.start >= STRETCH_CHARACTERS or self.marked >= STRETCH_FINDINGS

    def take(self, part: Part) -> None:
        self.parts.append(part)
        self.end += len(part.text)
        self.marked += part.finding is not None


def rows_of(
    lines: Iterable[Line], *, level: str = "", rule: str = "", with_clean: bool = False
) -> Iterator[Row]:
    """The lines in rows, in order. Of the stretches of a long one those without findings are left out unless they are
    asked for; `level` and `rule` leave out all that have others."""
    for line in lines:
        if not is_long(line):
            yield _row(line.place, _whole(line), line.findings)
            continue
        for row in _stretches(line):
            if _fits(row, level=level, rule=rule, with_clean=with_clean):
                yield row


def is_long(line: Line) -> bool:
    """Whether a line with something found in it is too much for one row."""
    characters = sum(len(part.text) for _name, parts in line.texts for part in parts)
    return len(line.findings) > SHOWN_WHOLE_FINDINGS or bool(
        line.findings and characters > SHOWN_WHOLE_CHARACTERS
    )


def _whole(line: Line) -> tuple[tuple[str, list[Part]], ...]:
    return tuple((name, shortened(parts)) for name, parts in line.texts)


def _row(place: str, texts: tuple[tuple[str, list[Part]], ...], findings: Sequence[Finding]) -> Row:
    return Row(place, batch_turns.level_of(Opinion(tuple(findings))), texts, worst_first(findings))


def _stretches(line: Line) -> Iterator[Row]:
    """What has no place in a text, and then every stretch of every text."""
    if others := [finding for finding in line.findings if not _has_place(finding)]:
        yield _row(line.place, (), others)
    for name, parts in line.texts:
        own = [one for one in line.findings if _has_place(one) and (not name or one.field == name)]
        own.sort(key=_start)
        for stretch in _cut(parts):
            first, last = (bisect_left(own, place, key=_start) for place in (stretch.start, stretch.end))
            place = " · ".join(filter(None, (line.place, _("第 %d 段") % stretch.number)))
            yield _row(place, ((name, stretch.parts),), own[first:last])


def _has_place(finding: Finding) -> bool:
    return finding.end > finding.start and not finding.media


def _start(finding: Finding) -> int:
    return finding.start


def _cut(parts: Iterable[Part]) -> Iterator[_Stretch]:
    """The text of the parts in stretches that cut no marked place."""
    stretch = _Stretch(0, 1)
    for piece in _pieces(parts):
        stretch.take(piece)
        ends_paragraph = piece.finding is None and piece.text.endswith("\n")
        if ends_paragraph or stretch.is_full:
            yield stretch
            stretch = _Stretch(stretch.end, stretch.number + int(ends_paragraph), end=stretch.end)
    if stretch.parts:
        yield stretch


def _pieces(parts: Iterable[Part]) -> Iterator[Part]:
    for part in parts:
        if part.finding is not None:
            yield part
        else:
            yield from (Part(match.group()) for match in PIECE.finditer(part.text))


def _fits(row: Row, *, level: str, rule: str, with_clean: bool) -> bool:
    if level and row.level != level:
        return False
    if rule and all(finding.rule != rule for finding in row.findings):
        return False
    return with_clean or bool(row.findings)
