"""Words of which some characters are written as the letter that their sound begins with (gjj, 办j证)."""

from __future__ import annotations

import re
from functools import lru_cache

from .lookalikes import plain, taken_for
from .readings import readings
from .repeats import WIDEST_GAP
from .spelling import Spelled


def end_of(text: str, start: int, end: int, spelled: Spelled) -> int | None:
    """Where a word ends whose characters or their letters were found at a place, each letter as often as the word has
    it (gjj, not gj, for 国家级); None where it is another."""
    end = _end_of_run(text, end)
    written = "".join(map(taken_for, text[start:end]))
    return end if _pattern(spelled.clear, spelled.runs).fullmatch(written) else None


def _end_of_run(text: str, end: int) -> int:
    """Where the letter before a place stands for the last time, a few signs between."""
    last, at = plain(text[end - 1]), end
    while last.isascii() and at < len(text) and at - end <= WIDEST_GAP:
        said = plain(text[at])
        if said not in ("", last):
            break
        at += 1
        end = at if said else end
    return end


@lru_cache(maxsize=4096)
def _pattern(clear: str, runs: tuple[int, ...]) -> re.Pattern[str]:
    return re.compile("".join(_written(sign) * run for sign, run in zip(clear, runs, strict=True)))


def _written(sign: str) -> str:
    """One character of a word, perhaps drawn out, or its letter."""
    own = re.escape(taken_for(sign))
    if sign.isascii():
        return own
    letters = [reading[0] for reading in readings(sign)[:1]]
    return f"(?:{'|'.join((own + '+', *letters))})"
