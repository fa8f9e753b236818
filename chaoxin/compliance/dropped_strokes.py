"""What reading a picture leaves out: a single stroke at the end of a line is taken for an edge, so that 全国销量第一 is
read as 全国销量第."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from chaoxin.zhtext.lexicon import Variant

from .searched import READ_OTHERWISE
from .values import WEIGHT, Finding, Severity

DROPPED = "一"
# At the end of a line, or before signs there (第！, and 第— for the stroke itself), unless the next one goes on with
# a number.
_LEFT_OPEN = re.compile(
    r"第(?=[^\w\n]*(?:\n(?![二三四五六七八九十\d]{1,3}(?:[名位家大款个次期届代]|[^\w]|$))|$))"
)


@dataclass(frozen=True)
class Completed:
    """Writing with the stroke put in where one may be missing: behind the characters at `places` of the source."""

    source: str
    places: tuple[int, ...]

    @property
    def text(self) -> str:
        """The writing as it may have been meant."""
        return _LEFT_OPEN.sub(f"\\g<0>{DROPPED}", self.source)

    def doubtful(self, findings: Iterable[Finding], plain: Iterable[Finding]) -> Iterator[Finding]:
        """Of findings in `text` those that the stroke makes of what stands before it, with their places in the source:
        none stops anybody, and none is told where what is plainly written says as much (`plain`)."""
        known = list(plain)
        for finding in findings:
            put_in = [
                number for number, place in enumerate(self.places) if self._covers(finding, number, place)
            ]
            if not put_in:
                continue
            start, end = self._back(finding.start), self._back(finding.end)
            doubt = replace(
                finding,
                start=start,
                end=end,
                quoted=self.source[start:end],
                severity=min(finding.severity, Severity.CONFIRM, key=WEIGHT.__getitem__),
                variant=str(Variant.FOLDED),
                confidence=min(finding.confidence, READ_OTHERWISE),
                substitutes=(),
            )
            if not any(_says_as_much(one, doubt) for one in known):
                yield doubt

    def _covers(self, finding: Finding, number: int, place: int) -> bool:
        return finding.start < place + number and place + number + 1 < finding.end

    def _back(self, place: int) -> int:
        """Where a place of the text lies in the source."""
        return place - sum(1 for number, before in enumerate(self.places) if before + number + 1 < place)


def completed(writing: str) -> Completed | None:
    """The writing of a picture, a line each, with what may have been left out; None where no line looks like it."""
    places = tuple(found.start() for found in _LEFT_OPEN.finditer(writing))
    return Completed(writing, places) if places else None


def _says_as_much(one: Finding, doubt: Finding) -> bool:
    return one.start < doubt.end and doubt.start < one.end and WEIGHT[one.severity] >= WEIGHT[doubt.severity]
