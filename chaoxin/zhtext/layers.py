"""One text as the extracting grammars read it, in three layers that map back to the text as it was written.

`plain` has every character evened out (width, case, styles, look-alike letters, circled digits, tone marks) and
nothing invisible; `compact` has besides no blanks, symbols and emoji except those that mean something; `numbers` are
the runs of digits in any writing with nothing but signs between them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt

from .lookalikes import LETTERS
from .sought import Sought
from .traditional import SIMPLIFIED

Codes = npt.NDArray[np.uint32]
Places = npt.NDArray[np.intp]

# Han characters need no table but the traditional one; what is left is read from the Unicode data once.
_FOLDED_RANGES = ((0, 0x3400), (0xF900, 0x10000), (0x1D400, 0x1D800), (0x1F000, 0x1FB00), (0xE0000, 0xE0200))
_SURROGATES_AND_PRIVATE = slice(0xD800, 0xF900)
_INVISIBLE = frozenset({"Cf", "Cc", "Mn", "Me", "Cs", "Co"})
_KEPT_CONTROLS = frozenset("\n\r\t")
_LATIN = re.compile(
    r"(?:LATIN|NEGATIVE|SQUARED|CIRCLED|REGIONAL|PARENTHESIZED).* (?:LETTER|CAPITAL|SMALL LETTER) (?P<letter>[A-Z])$"
)
_LOOK_ALIKES = LETTERS | {"∨": "v"}
_DIGITS = dict(zip("零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖幺两", "0012345678912345678912", strict=True))
_MAYBE_DIGITS = dict(zip("oli|○◯洞拐", "01110007", strict=True))
# Those that are read so only between two digits: 5s is more often a phone or a time.
_HARDLY_DIGITS = dict(zip("sz", "52", strict=True))
_HEARTS = "❤♥♡💕💗💖💓💙💚💛💜🧡🖤🤍🤎💘💝❣"
# What the compact layer keeps although it is no letter: ends of sentences, colons, and pictures that stand for words.
_KEPT_SIGNS = frozenset("\n。!?;,:=、🐧☎📞📱🛰📧")
_GAP = 3
# The shortest number that anybody leaves as a contact, and the longest of all, a bank card's: what has more digits with
# nothing between is no number, nor a part of one.
SHORTEST_RUN, LONGEST_NUMBER = 5, 19
# So many letters in a row are taken for digits.
MOST_DOUBTFUL = 4

_NOT_DIGIT, _MAYBE = 255, 64
_LETTER, _SIGN = 1, 0


@dataclass(frozen=True)
class Numbers:
    """Every run of at least five digits. `written` has the runs a line each, in each a blank where signs stand
    between the digits; `places` says for each character of it where that digit (for blanks the one before) stands
    in the plain layer; `doubtful` marks letters that were read as digits."""

    written: str = ""
    places: list[int] = field(default_factory=list)
    doubtful: frozenset[int] = frozenset()

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where `written[start:end]`, from a digit to a digit, stands in the plain layer."""
        return self.places[start], self.places[end - 1] + 1


class Layers:
    """The layers of one text, each made when first needed."""

    def __init__(self, source: str) -> None:
        self.source = source
        folded = _tables().fold[_codes(source)]
        self._origins: Places = np.flatnonzero(folded)
        self._folded: Codes = folded[self._origins]
        self.plain = _text(self._folded)
        self._said: dict[Sought, bool] = {}

    def may_say(self, sought: Sought) -> bool:
        """False only where the plain layer has no match of it; looked up once."""
        known = self._said.get(sought)
        if known is None:
            known = self._said[sought] = sought.may_be_in(self.plain)
        return known

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `plain[start:end]` (not empty) stands in the source, with what is invisible inside it."""
        return self.places[start], self.places[end - 1] + 1

    @property
    def is_whole(self) -> bool:
        """Whether each character of the plain layer stands where it stands in the source, too."""
        return len(self._origins) == len(self.source)

    @cached_property
    def places(self) -> Sequence[int]:
        """Where each character of the plain layer stands in the source."""
        return range(len(self.source)) if self.is_whole else self._origins.tolist()

    def place_of(self, place: int) -> int:
        """The first character of the plain layer that stands at or behind a place of the source."""
        return int(np.searchsorted(self._origins, place))

    @cached_property
    def _compacted(self) -> tuple[str, Places]:
        kept = _tables().compact[self._folded]
        places = np.flatnonzero(kept)
        return _text(kept[places]), places

    @property
    def compact(self) -> str:
        return self._compacted[0]

    @cached_property
    def places_of_compact(self) -> list[int]:
        """Where each character of the compact layer stands in the plain one."""
        return self._compacted[1].tolist()

    @cached_property
    def sources_of_compact(self) -> list[int]:
        """Where each character of the compact layer stands in the source."""
        return self.places_of_compact if self.is_whole else self._origins[self._compacted[1]].tolist()

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where `compact[start:end]` (not empty) stands in the plain layer."""
        return self.places_of_compact[start], self.places_of_compact[end - 1] + 1

    @cached_property
    def numbers(self) -> Numbers:
        """The runs of digits, in order; empty for a text with fewer than five characters that may be digits."""
        tables = _tables()
        values = tables.digit[self._folded]
        likely = np.flatnonzero(values != _NOT_DIGIT)
        if len(likely) < SHORTEST_RUN:
            return Numbers()
        if any(sign in self.plain for sign in _HARDLY_DIGITS):
            _keep_between_digits(values)
            likely = np.flatnonzero(values != _NOT_DIGIT)
        places = _without_endless(likely[_read_as_digits(likely, values[likely] < _MAYBE)])
        if len(places) < SHORTEST_RUN:
            return Numbers()
        return _numbers(places, values, np.cumsum(tables.letter[self._folded], dtype=np.int32))


def _keep_between_digits(values: npt.NDArray[np.uint8]) -> None:
    """Takes the value from every letter of `_HARDLY_DIGITS` that has no digit on both sides."""
    around = np.concatenate(([_NOT_DIGIT], values, [_NOT_DIGIT]))
    alone = (around[:-2] >= _MAYBE) | (around[2:] >= _MAYBE)
    values[alone & np.isin(values, [_MAYBE + int(value) for value in _HARDLY_DIGITS.values()])] = _NOT_DIGIT


def _read_as_digits(places: Places, sure: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Which of the digits and of the letters that may be some are read so: a few such letters in a row that have a
    digit beside them (138OO138OOO)."""
    connected = np.diff(places, prepend=-2) == 1
    turns = np.flatnonzero(~connected | (sure != np.concatenate((~sure[:1], sure[:-1]))))
    lengths = np.diff(turns, append=len(places))
    after = np.append(connected[turns[1:]], [False])
    beside = connected[turns] | after
    read = sure[turns] | (beside & (lengths <= MOST_DOUBTFUL))
    return np.repeat(read, lengths)


def _without_endless(places: Places) -> Places:
    """All but those of more digits in a row than a number has; what stands before and behind them stays apart."""
    begins = np.flatnonzero(np.diff(places, prepend=-2) > 1)
    lengths = np.diff(begins, append=len(places))
    return places[np.repeat(lengths <= LONGEST_NUMBER, lengths)]


def _numbers(places: Places, values: npt.NDArray[np.uint8], lettered: npt.NDArray[np.int32]) -> Numbers:
    steps = np.diff(places)
    between = lettered[places[1:] - 1] - lettered[places[:-1]]
    apart = (between > 0) | (steps > _GAP + 1)
    borders = np.concatenate(([0], np.flatnonzero(apart) + 1, [len(places)]))
    lengths = np.diff(borders)
    kept = np.repeat(lengths >= SHORTEST_RUN, lengths)
    if not kept.any():
        return Numbers()
    breaks = np.where(apart, ord("\n"), np.where(steps > 1, ord(" "), 0))[kept[:-1]]
    places = places[kept]
    breaks = breaks[: len(places) - 1]
    spots = np.arange(len(places))
    spots[1:] += np.cumsum(breaks > 0)
    written = np.empty(spots[-1] + 1, np.uint8)
    mapped = np.empty(spots[-1] + 1, np.intp)
    written[spots], mapped[spots] = values[places] % _MAYBE + ord("0"), places
    gaps = np.flatnonzero(breaks)
    written[spots[gaps] + 1], mapped[spots[gaps] + 1] = breaks[gaps], places[gaps]
    doubtful = frozenset(places[values[places] >= _MAYBE].tolist())
    return Numbers(written.tobytes().decode("ascii"), mapped.tolist(), doubtful)


def letters_of(texts: Sequence[str]) -> tuple[Codes, Places]:
    """The letters and digits of all texts one behind the other, evened out as in the plain layer, and for each the
    number of the text that it is of."""
    tables = _tables()
    codes = _codes("".join(texts))
    owners = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    folded = tables.fold[codes]
    kept = np.flatnonzero((tables.letter[folded] == _LETTER) & (folded != 0))
    return folded[kept], owners[kept]


def _codes(text: str) -> Codes:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def _text(codes: Codes) -> str:
    return codes.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


@dataclass(frozen=True)
class _Tables:
    """By code point. `fold` and `compact` hold the code to read instead, 0 for none."""

    fold: Codes
    compact: Codes
    digit: npt.NDArray[np.uint8]
    letter: npt.NDArray[np.uint8]


@cache
def _tables() -> _Tables:
    identity = np.arange(0x110000, dtype=np.uint32)
    fold, compact = identity.copy(), identity.copy()
    letter = np.ones(0x110000, np.uint8)
    for first, last in _FOLDED_RANGES:
        for code in range(first, last):
            sign = chr(code)
            fold[code] = _folded(sign)
            letter[code] = _LETTER if unicodedata.category(sign)[0] in "LN" else _SIGN
    fold[_SURROGATES_AND_PRIVATE] = 0
    for old, new in SIMPLIFIED.items():
        fold[ord(old)] = ord(new)
    compact[(letter == _SIGN) & ~np.isin(identity, [ord(sign) for sign in _KEPT_SIGNS])] = 0
    compact[[ord(sign) for sign in _HEARTS]] = ord("心")
    compact[[ord("+"), ord("➕")]] = ord("加")
    digit = np.full(0x110000, _NOT_DIGIT, np.uint8)
    for sign, value in (_DIGITS | {str(number): str(number) for number in range(10)}).items():
        digit[ord(sign)] = int(value)
    for sign, value in (_MAYBE_DIGITS | _HARDLY_DIGITS).items():
        digit[ord(sign)] = int(value) + _MAYBE
    return _Tables(fold, compact, digit, letter)


def _folded(sign: str) -> int:
    """The code of the one character that `sign` is read as; 0 for none."""
    if sign in _KEPT_CONTROLS:
        return ord(sign)
    category = unicodedata.category(sign)
    if category in _INVISIBLE:
        return 0
    if sign.isascii() or category == "Cn":
        return ord(sign.lower())
    value = unicodedata.digit(sign, None)
    if value is not None:
        return ord(str(value))
    # Before the case is evened out: Σ is taken for an E, σ for an o.
    if sign in LETTERS and not unicodedata.decomposition(sign):
        return ord(LETTERS[sign])
    if latin := _LATIN.match(unicodedata.name(sign, "")):
        return ord(latin["letter"].lower())
    even = unicodedata.normalize("NFKC", sign).casefold()
    bare = [
        part for part in unicodedata.normalize("NFD", even) if unicodedata.category(part) not in _INVISIBLE
    ]
    if len(bare) > 1:
        bare = [part for part in bare if unicodedata.category(part)[0] in "LN"]
    folded = bare[0] if len(bare) == 1 else sign
    return ord(_LOOK_ALIKES.get(folded, folded))
