"""A word character by character, as texts are compared with it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from operator import ne

from .lookalikes import plain

NUMERALS = "一二三四五六七八九"
_TO_NUMERAL = {str(place + 1): numeral for place, numeral in enumerate(NUMERALS)} | {"0": "零"}
_TO_DIGIT = {numeral: digit for digit, numeral in _TO_NUMERAL.items()}
_COUNTING = {*_TO_NUMERAL, *_TO_DIGIT}
MOST_MIXED = 3
# Letters and digits that the eye takes for one another, and numerals for a letter.
_SHAPES = {"o": "0", "i": "1", "l": "1", "e": "3", "a": "4", "s": "5", "0": "o", "1": "il", "一": "il"}


@dataclass(frozen=True, slots=True)
class Spelled:
    """`signs[i]` as the caller wrote it, `clear[i]` its plain form, `runs[i]` how often it stands there. `before`
    and `after` are signs at the word's ends that are no letters ("100%"), which a text must have, too."""

    signs: tuple[str, ...]
    clear: str
    runs: tuple[int, ...]
    before: str
    after: str
    between: tuple[str, ...]  # visible signs between each two, empty where there is none anywhere
    is_plain: bool  # no letter, digit or sign at its ends, nothing repeated, all in its usual form


def spell(word: str) -> Spelled:
    """Elements of a word: letters, digits and Han without anything between, repeated ones counted."""
    usual = word and all(map(ne, word, word[1:])) and [plain(sign) for sign in word] == list(word)
    if usual:
        alone = not (word[0].isascii() or word[-1].isascii())
        return Spelled(tuple(word), word, (1,) * len(word), "", "", (), alone)
    signs: list[str] = []
    clear: list[str] = []
    runs: list[int] = []
    between: list[str] = []
    seen = ""
    for sign in word:
        parts = plain(sign)
        seen = seen + sign if not parts else seen
        for part in parts:
            if clear and clear[-1] == part:
                runs[-1] += 1
            else:
                between.append(signs_of(seen) if seen else "")
                seen = ""
                signs.append(sign)
                clear.append(part)
                runs.append(1)
    inside = tuple(between[1:]) if any(between[1:]) else ()
    ends = _ends(word)
    alone = bool(clear) and not (clear[0].isascii() or clear[-1].isascii() or any(ends))
    is_plain = alone and set(runs) == {1} and tuple(clear) == tuple(signs)
    return Spelled(tuple(signs), "".join(clear), tuple(runs), *ends, inside, is_plain)


def _ends(word: str) -> tuple[str, str]:
    before = after = 0
    while before < len(word) and not plain(word[before]):
        before += 1
    while after < len(word) - before and not plain(word[-1 - after]):
        after += 1
    return signs_of(word[:before]) if before else "", signs_of(word[len(word) - after :]) if after else ""


def signs_of(text: str) -> str:
    """What is visible of signs, in one width."""
    return "".join(
        part for part in unicodedata.normalize("NFKC", text) if not part.isspace() and part.isprintable()
    )


def numeral_forms(clear: str) -> list[str]:
    """The word with digits for numerals and with numerals for digits, where it has any; of few each by itself, too
    (独一无2)."""
    counting = [sign for sign in clear if sign in _COUNTING]
    if not counting:
        return []
    if len(counting) > MOST_MIXED:
        forms = ["".join(table.get(sign, sign) for sign in clear) for table in (_TO_DIGIT, _TO_NUMERAL)]
    else:
        forms = [""]
        for sign in clear:
            ways = dict.fromkeys((sign, _TO_DIGIT.get(sign, sign), _TO_NUMERAL.get(sign, sign)))
            forms = [form + way for form in forms for way in ways]
    return [form for form in dict.fromkeys(forms) if form != clear]


def looks_like(written: str, clear: str) -> bool:
    """Whether a letter or digit is taken for a character of a word by its shape (t0p, 第I)."""
    return written in _SHAPES.get(clear, ())


def shaped_forms(clear: str) -> Iterator[str]:
    """The word with one of its letters, digits or numerals as another that looks like it, and with all of them; of
    those that stand there several times, all."""
    shaped = [sign for sign in dict.fromkeys(clear) if sign in _SHAPES]
    for sign in shaped:
        for other in _SHAPES[sign]:
            yield clear.replace(sign, other)
    if len(shaped) > 1:
        yield "".join(_SHAPES[sign][0] if sign in _SHAPES else sign for sign in clear)


def repeats_written_out(spelled: Spelled, elements: int) -> Spelled | None:
    """The word for as many elements as a text has: "天天" spoken in two different characters has two."""
    if elements == len(spelled.clear):
        return spelled
    if elements != sum(spelled.runs):
        return None
    pairs = list(zip(spelled.signs, spelled.clear, spelled.runs, strict=True))
    return replace(
        spelled,
        signs=tuple(sign for sign, _clear, run in pairs for _ in range(run)),
        clear="".join(clear * run for _sign, clear, run in pairs),
        runs=(1,) * elements,
        between=(),
    )
