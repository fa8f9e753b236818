"""Words typed in pinyin, wholly or in part: the neighborhood of Latin letters, written out in letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from . import signs
from .automaton import Automaton
from .lexicon import Variant
from .lookalikes import plain
from .readings import LONGEST_SYLLABLE, letters_of_codes, ways
from .spelling import Spelled
from .stream import WORTH_WRITING_OUT, Stream
from .typed import digits_as_letters, parses, typed_forms
from .weighing import SENTENCE_SIGNS, Judged

# So many elements to each side of a letter can belong to a word.
REACH = 12
# So many letters are no accident, whatever stands beside them.
SURE_LETTERS = 10
# So many letters beside a word are looked at.
LOOKED_AT = 12
_LETTERS, _TONES = 26, 6
_PIECES = re.compile(r"[a-z]+")
BORDER = chr(signs.BORDER)
_LOOK = np.frombuffer(b"jqxy", dtype=np.uint8)


@dataclass(slots=True)
class Letters:
    """A stream's neighborhoods of letters as ASCII; `owner[i]` is the element that gave the i-th letter."""

    text: str
    owner: np.ndarray
    typed: np.ndarray  # how many of the letters up to each were typed as such
    _written: list[int] | None = None

    def write_out(self, lookups: int) -> None:
        """Makes looking up `owners` fast, if so many lookups are worth it."""
        if lookups * WORTH_WRITING_OUT > len(self.owner):
            self._written = self.owner.tolist()

    def owners(self, start: int, end: int) -> list[int]:
        """The elements that gave some letters, each once."""
        owners = self.owner[start:end].tolist() if self._written is None else self._written[start:end]
        return list(dict.fromkeys(owners))


def spans(stream: Stream, glued: Automaton) -> list[tuple[int, int]]:
    """Where Latin letters stand that can be pinyin, wholly or some of them that stand together, or are glued to the
    letters of a word."""
    if stream.pinyin is None:
        stream.pinyin = [
            run[:2]
            for run in stream.letter_runs()
            if _may_be_pinyin(run[2])
            or (len(run[2]) > 2 and glued.hits(run[2]))
            or (run[3] and _any_may_be_pinyin(run[2]) and _some_may_be_pinyin(stream, *run[:3]))
        ]
    return stream.pinyin


def spans_with_digits(stream: Stream) -> tuple[list[tuple[int, int]], dict[int, str]]:
    """Where letters stand among which digits can be meant for the letters that they look like, and which elements are
    meant for which letters."""
    if stream.digits is None:
        runs = [run for run in stream.letter_runs() if not run[2].isalpha()]
        meant = [(run, places) for run in runs if (places := digits_as_letters(run[2]))]
        letters = {run[0] + place: letter for run, places in meant for place, letter in places}
        stream.digits = [run[:2] for run, _places in meant], letters
    return stream.digits


def ways_to_write_out(stream: Stream, glued: Automaton) -> Iterator[Letters]:
    """With digits as tones, and where such a thing can be, with digits as the letters that they look like."""
    chosen = spans(stream, glued)
    if chosen:
        yield _written_out(stream, chosen, {})
    chosen, meant = spans_with_digits(stream)
    if chosen:
        yield _written_out(stream, chosen, meant)


def _written_out(stream: Stream, spans: list[tuple[int, int]], meant: dict[int, str]) -> Letters:
    """The neighborhoods of these runs; what elements are `meant` for instead of what they are."""
    chosen, sounds = _around(spans, stream.text()), stream.sounds()
    reads = stream.reads.take(chosen)
    latin = (reads - ord("a")) < _LETTERS
    rows = letters_of_codes().take(sounds.take(chosen), axis=0)
    silent = sounds.take(chosen) == 0
    silent[:-1] |= chosen[1:] != chosen[:-1] + 1
    silent[-1] = True
    rows[silent] = 0
    rows[silent, 0] = signs.BORDER
    # A tone says nothing of its own, but where a neighborhood ends with it the end stays.
    rows[_tones(stream, chosen, reads, latin) & ~silent] = 0
    for element, letter in meant.items():
        row = int(np.searchsorted(chosen, element))
        rows[row], rows[row, 0] = 0, ord(letter)
    flat = rows.ravel()
    there = flat.nonzero()[0]
    letters, number = flat.take(there), there // LONGEST_SYLLABLE
    _even_out_u(letters)
    return Letters(letters.tobytes().decode("ascii"), chosen.take(number), np.cumsum(latin.take(number)))


@lru_cache(maxsize=4096)
def _any_may_be_pinyin(run: str) -> bool:
    """Whether any letters that follow one another may be; of a long run that is taken for granted."""
    ends = range(2, len(run) + 1)
    return len(run) > LOOKED_AT or any(
        _may_be_pinyin(run[start:end]) for end in ends for start in range(end - 1)
    )


def _some_may_be_pinyin(stream: Stream, start: int, end: int, run: str) -> bool:
    begins, ends = stream.spans(range(start, end))
    pairs = zip(ends, begins[1:], strict=False)
    apart = [place for place, (end, begin) in enumerate(pairs, 1) if begin > end]
    if not apart:
        return False
    pieces = pairwise([0, *apart, len(begins)])
    return any(_may_be_pinyin(run[first:last]) for first, last in pieces if last > first + 1)


@lru_cache(maxsize=4096)
def _may_be_pinyin(run: str) -> bool:
    """Whether letters are made of syllables, or are very many. Digits between them may be tones."""
    pieces = _PIECES.findall(run)
    return sum(map(len, pieces)) > SURE_LETTERS or any(parses(piece) for piece in pieces)


def _around(spans: list[tuple[int, int]], read_as: str) -> np.ndarray:
    """All elements of its text near to any span, and one behind them, which stands for a border."""
    pieces: list[list[int]] = []
    for first, last in spans:
        start = max(first - REACH, 0)
        start = max(read_as.rfind(BORDER, start, first), start)
        end = read_as.find(BORDER, last, last + REACH + 2) + 1 or last + REACH + 1
        if pieces and start <= pieces[-1][1]:
            pieces[-1][1] = end
        else:
            pieces.append([start, end])
    return np.concatenate([np.arange(*piece) for piece in pieces])


def _tones(stream: Stream, chosen: np.ndarray, reads: np.ndarray, latin: np.ndarray) -> np.ndarray:
    """Digits up to five directly behind a letter."""
    toned = (reads - ord("0")) < _TONES
    at = toned.nonzero()[0]
    if len(at):
        before = np.maximum(at - 1, 0)
        toned[at] = latin[before] & (chosen[before] == chosen[at] - 1)
        toned[at] &= stream.first[chosen[at]] == stream.last[chosen[before]]
    return toned


def _even_out_u(letters: np.ndarray) -> None:
    """Behind j, q, x and y an ü is written u."""
    v = (letters[1:] == ord("v")).nonzero()[0] + 1
    if len(v):
        letters[v[np.isin(letters[v - 1], _LOOK)]] = ord("u")


def is_typed(letters: Letters, start: int, end: int) -> bool:
    """Whether any of the letters was typed as one, and no character's syllable is cut at the ends."""
    owner, before = letters.owner, letters.typed.item(start - 1) if start else 0
    if letters.typed.item(end - 1) <= before or (start and owner.item(start - 1) == owner.item(start)):
        return False
    return bool(end == len(owner) or owner.item(end) != owner.item(end - 1))


class Typed:
    """A word spelled by the letters from `start` to `end`, which `is_typed`."""

    def __init__(
        self, letters: Letters, start: int, end: int, elements: list[int], pieces: list[tuple[int, int]]
    ) -> None:
        """`elements` are those that gave the letters, `pieces` where they stand in the text."""
        self.letters, self.start, self.end = letters, start, end
        self.elements, self.pieces = elements, pieces

    def judge(self, text: str, spelled: Spelled) -> Judged | None:
        """None where no letter is Latin or the others stand elsewhere than in the word."""
        owner = self.letters.owner[self.start : self.end]
        first = [piece[0] for piece in self.pieces]
        latin = [plain(text[place]).isascii() for place in first]
        if not any(latin):
            return None
        judged = Judged(first[0], self.pieces[-1][1])
        if not self._follows_syllables(owner, self.elements, latin, spelled, text, first):
            return None
        syllables = sum(spelled.runs)
        judged.count(Variant.PINYIN, {2: 0.4, 3: 0.2}.get(syllables, 0.15))
        if not self._stands_alone(text, judged):
            judged.confidence -= 0.15 if self.end - self.start >= SURE_LETTERS else 0.5
        self._count_gaps(text, judged)
        _take_tone(text, judged)
        return judged

    def _follows_syllables(
        self,
        owner: np.ndarray,
        elements: list[int],
        latin: list[bool],
        spelled: Spelled,
        text: str,
        first: list[int],
    ) -> bool:
        """Whether each character that is no letter stands where the word has a syllable of its own."""
        full = "".join(sign * run for sign, run in zip(spelled.clear, spelled.runs, strict=True))
        typed = self.letters.text[self.start : self.end]
        at = {element: place for place, element in reversed(list(enumerate(owner.tolist())))}
        han = [
            (at[element], plain(text[place]))
            for element, place, is_letter in zip(elements, first, latin, strict=True)
            if not is_letter
        ]
        for form in dict.fromkeys((full, spelled.clear)):
            for said in ways(form):
                if typed in typed_forms(said) and _fit(han, form, said, typed):
                    return True
        return False

    def _stands_alone(self, text: str, judged: Judged) -> bool:
        """Whether letters directly beside it are syllables, too."""
        before = text[max(0, judged.start - LOOKED_AT) : judged.start]
        after = text[judged.end : judged.end + LOOKED_AT]
        return (
            not plain(text[judged.start]).isascii() or _ends_in_syllables(_letters(before[::-1])[::-1])
        ) and (not plain(text[judged.end - 1]).isascii() or _begins_with_syllables(_letters(after)))

    def _count_gaps(self, text: str, judged: Judged) -> None:
        gaps = [text[one[1] : other[0]] for one, other in pairwise(self.pieces)]
        noisy = [gap for gap in gaps if any(not plain(sign) and not sign.isspace() for sign in gap)]
        if noisy:
            judged.count(Variant.SPACED, 0.03)
        if any(sign in SENTENCE_SIGNS for gap in gaps for sign in gap):
            judged.crosses = True
            judged.confidence -= 0.1 if len(noisy) > 1 else 0.3


def _letters(beside: str) -> str:
    """Letters up to the first sign that is none."""
    spelled = ""
    for sign in beside:
        clear = plain(sign)
        if not (clear.isascii() and clear.isalpha()):
            return spelled
        spelled += clear
    return spelled


def _begins_with_syllables(letters: str) -> bool:
    """Of a long run, whether it begins so: its end is not looked at."""
    if len(letters) < LOOKED_AT:
        return parses(letters)
    return any(parses(letters[:size]) for size in range(LOOKED_AT - LONGEST_SYLLABLE, LOOKED_AT + 1))


def _ends_in_syllables(letters: str) -> bool:
    if len(letters) < LOOKED_AT:
        return parses(letters)
    return any(parses(letters[-size:]) for size in range(LOOKED_AT - LONGEST_SYLLABLE, LOOKED_AT + 1))


def _fit(han: list[tuple[int, str]], form: str, said: tuple[str, ...], typed: str) -> bool:
    """Whether each character that was not typed stands where a syllable begins; of a word of two syllables it must
    be the word's own."""
    begins, at = {0: form[0]}, 0
    for syllable, following, sign in zip(said, said[1:], form[1:], strict=False):
        at += len(syllable)
        # A letter that ends one syllable and begins the next may stand there once.
        at -= not typed.startswith(following[:2], at)
        begins[at] = begins[at + 1] = sign
    return all(place in begins and (len(form) > 2 or begins[place] == sign) for place, sign in han)


def _take_tone(text: str, judged: Judged) -> None:
    """A digit behind the last syllable belongs to it where the others have theirs."""
    inside = text[judged.start : judged.end]
    if any(sign in "12345" for sign in inside) and text[judged.end : judged.end + 1] in tuple("12345"):
        judged.end += 1
    while judged.end < len(text) and unicodedata.category(text[judged.end]) in ("Mn", "Me"):
        judged.end += 1
