"""From a place where a word may stand to what is answered: exact span, kind of writing, confidence, or nothing."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from .borders import Division, before, behind, is_ordinary
from .lexicon import Variant
from .lookalikes import GROUPS, RARE, plain, taken_for
from .readings import readings
from .repeats import (
    begins_drawn_out,
    ends_drawn_out,
    last_of_run,
    made_so_often,
    tail_of,
    tail_over_signs,
    times_again,
)
from .siblings import siblings
from .spelling import Spelled, looks_like, numeral_forms, signs_of

# A word does not run over these, unless somebody has set signs between all its characters.
SENTENCE_SIGNS = frozenset("，。！？；：、,!?;:\n\r…")
ORDER = tuple(Variant)
LEAST_CONFIDENCE = 0.4
COST_OF_A_DIVISION = 0.3
# A Latin word of so many letters is read with a picture in it or a letter doubled, too; a shorter one may be another.
LONG_LETTERS = 6
# A letter doubled makes another word of many (hoping, hopping).
COST_OF_A_DOUBLED_LETTER = 0.2


@dataclass(slots=True)
class Place:
    """`pieces` are spans of the text, one for each character of the word as it is spelled; `made` tells which were
    put together of parts."""

    text: str
    pieces: list[tuple[int, int]]
    made: list[bool]


@dataclass(slots=True)
class Judged:
    """What was found about a place so far."""

    start: int
    end: int
    variants: set[Variant] = field(default_factory=lambda: {Variant.LITERAL})
    confidence: float = 1.0
    crosses: bool = False

    def count(self, variant: Variant, cost: float) -> None:
        """It was written so, too."""
        self.variants.add(variant)
        self.confidence -= cost

    @property
    def variant(self) -> Variant:
        """The one furthest from the word."""
        return max(self.variants, key=ORDER.index)


def is_plain(spelled: Spelled, text: str, start: int, end: int) -> bool:
    """Whether the place is one character for each of the word and nothing but these has to be looked at: no letters
    or digits at the ends, nothing repeated, no signs that belong to the word."""
    behind = text[end : end + 1]
    return (
        spelled.is_plain
        and not text[start].isascii()
        and (
            behind == ""
            or not (behind == text[end - 1] or (behind.isascii() and behind.isalnum()) or is_mark(behind))
        )
    )


def weigh_plainly(text: str, start: int, spelled: Spelled, by_sound: bool) -> Judged | None:
    """As `weigh`, for a place that `is_plain`."""
    size = len(spelled.clear)
    counts = [0] * (OTHER + 1)
    for written, clear in zip(text[start : start + size], spelled.clear, strict=True):
        counts[_likeness(written, clear) if written != clear else SAME] += 1
    judged = Judged(start, start + size)
    settled = _settled(judged, counts, size, by_sound)
    if not settled or _is_of_others(text, judged, spelled.clear):
        return None
    return judged if judged.confidence >= LEAST_CONFIDENCE else None


def _is_of_others(text: str, judged: Judged, clear: str) -> bool:
    """Whether what is only like the word belongs to ordinary words, which divide the text otherwise; lowers the
    confidence where it may. The place has one character for each of the word."""
    start, end = judged.start, judged.end
    if end - start != len(clear) or text[start:end] == clear:
        return False
    divided = max(
        before(text, start, end) if _likeness(text[start], clear[0]) >= ALIKE else Division.NONE,
        behind(text, start, end) if _likeness(text[end - 1], clear[-1]) >= ALIKE else Division.NONE,
    )
    if divided is Division.SURE:
        return True
    if divided:
        judged.confidence -= COST_OF_A_DIVISION
    return is_ordinary(text[start:end]) or _says_another(text[start:end], clear)


def _says_another(written: str, clear: str) -> bool:
    """Whether some look and some sound like those of the word and two are an ordinary one (太奇葩了 for 太可怕了)."""
    likeness = [_likeness(one, other) for one, other in zip(written, clear, strict=True)]
    if not (SIBLING in likeness and SOUND in likeness):
        return False
    changed = enumerate(map(all, pairwise(likeness)))
    return any(both and is_ordinary(written[at : at + 2]) for at, both in changed)


def weigh(place: Place, spelled: Spelled, by_sound: bool) -> Judged | None:
    """None where the word does not stand there after all."""
    judged = Judged(place.pieces[0][0], place.pieces[-1][1])
    if not _letters_stand_alone(place, spelled) or not _repeated(place, spelled, judged):
        return None
    if not _signs_match(place, spelled, judged, by_sound) or not _ends_match(place.text, spelled, judged):
        return None
    if not any(place.made) and _is_of_others(place.text, judged, spelled.clear):
        return None
    _gaps(place, spelled, judged, by_sound)
    return judged if judged.confidence >= LEAST_CONFIDENCE else None


def nearest(text: str, piece: tuple[int, int], following: int) -> tuple[int, int]:
    """The place of a word's first character, which may stand several times before the next one: the last of them, where
    a sentence ends between (加，加微信)."""
    said, first = plain(text[piece[0]]), piece
    crossed = False
    for at in range(piece[1], following):
        crossed = crossed or text[at] in SENTENCE_SIGNS
        if crossed and plain(text[at]) == said:
            first = (at, at + 1)
    return first


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether letters and digits at the ends of a place have none of their kind beside them."""
    before, behind = text[start - 1 : start], text[end : end + 1]
    return not _same_kind(before, plain(text[start])[-1:]) and not (
        _same_kind(behind, plain(text[end - 1])[-1:]) or is_mark(behind)
    )


def is_mark(sign: str) -> bool:
    """Whether it is set over the character before it."""
    return not sign.isascii() and unicodedata.category(sign) in ("Mn", "Me")


def _letters_stand_alone(place: Place, spelled: Spelled) -> bool:
    """Latin words and numbers only as wholes: nothing of their kind beside them, signs between all or between none."""
    text, pieces = place.text, place.pieces
    first, last = _written(text, pieces[0]), _written(text, pieces[-1])
    if first.isascii() and _same_kind(text[pieces[0][0] - 1 : pieces[0][0]], first):
        return False
    behind = pieces[-1][1]
    if last.isdigit():
        behind += _run_behind(text, pieces[-1], spelled.runs[-1] - 1)
    if (
        last.isascii()
        and _same_kind(text[behind : behind + 1], last)
        and not (taken_for(text[behind]) == taken_for(last) and last.isalpha())
    ):
        return False
    if not spelled.clear.isascii():
        return True
    wanted = spelled.between or ("",) * (len(pieces) - 1)
    gaps = [pair for pair, sign in zip(pairwise(pieces), wanted, strict=True) if not sign]
    if len({other[0] > one[1] for one, other in gaps}) < 2:
        return True
    size = sum(spelled.runs)
    return len({_parts(text[one[1] : other[0]], text[one[0]], size) for one, other in gaps}) < 2


def _parts(gap: str, letter: str, size: int) -> bool:
    """Whether what stands behind a letter of a word of so many parts it from the next one as blanks, points and hyphens
    do. Nothing that is invisible does, nor the letter again where it is drawn out, nor a picture."""
    seen = [sign for sign in gap if not (is_mark(sign) or unicodedata.category(sign) == "Cf")]
    again = sum(plain(sign) == plain(letter) for sign in seen)
    if again:
        return again < len(seen) or (again == 1 and size < LONG_LETTERS)
    return bool(seen) and (size < LONG_LETTERS or not all(map(_is_ornament, seen)))


def _is_ornament(sign: str) -> bool:
    return sign in "*~^|`" or unicodedata.category(sign) in ("So", "Sm", "Sk")


def _run_behind(text: str, piece: tuple[int, int], most: int) -> int:
    """How often a character stands again directly behind, up to so many."""
    said = plain(text[piece[0]])
    return next(
        (size for size in range(most) if plain(text[piece[1] + size : piece[1] + size + 1] or " ") != said),
        most,
    )


def _written(text: str, piece: tuple[int, int]) -> str:
    return plain(text[piece[0]])[-1:]


def _same_kind(neighbor: str, sign: str) -> bool:
    clear = plain(neighbor) if neighbor and sign.isascii() else ""
    return bool(clear) and clear[0].isascii() and clear[0].isdigit() == sign.isdigit()


def _repeated(place: Place, spelled: Spelled, judged: Judged) -> bool:
    """Whether each character stands there at least as often as in the word; takes the repeated ones into the span
    where several of the word are repeated."""
    text, pieces = place.text, place.pieces
    ends = [other[0] for _one, other in pairwise(pieces)]
    runs = [1 + times_again(text, one, end) for one, end in zip(pieces, ends, strict=False)]
    put = zip(pieces, spelled.runs, spelled.clear, place.made, strict=True)
    made = [made_so_often(text, one, run, clear) if is_made else 0 for one, run, clear, is_made in put]
    runs = [often or run for often, run in zip(made, runs, strict=False)]
    tail = tail_of(text, pieces[-1])
    if len(tail) + 1 < spelled.runs[-1] and all(other[0] > one[1] for one, other in pairwise(pieces)):
        tail = tail_over_signs(text, pieces[-1], spelled.runs[-1] - 1) if len(pieces) > 1 else tail
    if (
        not tail
        and len(pieces) > 1
        and all(run > wanted for run, wanted in zip(runs, spelled.runs, strict=False))
    ):
        tail = tail_over_signs(text, pieces[-1], 1)
    runs.append(max(1 + len(tail), made[-1]))
    more = [run > wanted for run, wanted in zip(runs, spelled.runs, strict=True)]
    if any(run < wanted for run, wanted in zip(runs, spelled.runs, strict=True)):
        return False
    if any(
        too_many and _written(text, piece).isdigit() for too_many, piece in zip(more, pieces, strict=True)
    ):
        return False
    _stretch(place, spelled, judged, more, tail)
    if spelled.clear.isascii() and spelled.clear.isalpha() and sum(runs) - sum(spelled.runs) == 1:
        judged.confidence -= COST_OF_A_DOUBLED_LETTER
    return True


def _stretch(place: Place, spelled: Spelled, judged: Judged, more: list[bool], tail: list[int]) -> None:
    inner = sum(more[1:-1])
    alone = more[0] and len(more) > 1 and not inner and not more[-1]
    if alone and not begins_drawn_out(place.text, place.pieces[0][0], place.pieces[1][0], spelled.runs[0]):
        judged.start = last_of_run(place.text, place.pieces[0], place.pieces[1][0], spelled.runs[0])
        more[0] = False
    whole = more[-1] and (
        inner
        or more[0]
        or len(more) == 1
        or len(tail) >= spelled.runs[-1] + 1
        or ends_drawn_out(place.text, tail[-1])
    )
    # What was put together stands for several at once.
    wanted = len(tail) if whole else min(spelled.runs[-1] - 1, len(tail))
    if wanted:
        judged.end = tail[wanted - 1] + 1
    if inner or more[0] or whole:
        judged.count(Variant.SPACED, 0.05)


def _signs_match(place: Place, spelled: Spelled, judged: Judged, by_sound: bool) -> bool:
    """Compares character by character; counts what is written otherwise."""
    counts = [0] * (OTHER + 1)
    for (first, last), made, clear in zip(place.pieces, place.made, spelled.clear, strict=True):
        if not made:
            counts[_likeness(place.text[first:last], clear)] += 1
    written = place.text[judged.start : judged.end]
    if not any(place.made) and counts[SAME] == len(spelled.clear) and not _as_in_word(written, spelled):
        counts[FOLDED] += 1
    _count_made(judged, place.made)
    return _settled(judged, counts, len(spelled.clear), by_sound)


def _settled(judged: Judged, counts: list[int], size: int, by_sound: bool) -> bool:
    """Counts what is written otherwise; False where it is another word, or was looked for otherwise."""
    if counts[OTHER] or (counts[SOUND] > 0) != by_sound:
        return False
    # What looks alike and sounds alike, too, is one of both, whichever is the case.
    counts[SOUND if by_sound else ALIKE] += counts[BOTH]
    _count_signs(judged, size, counts)
    return True


def _as_in_word(written: str, spelled: Spelled) -> bool:
    """Whether each of its characters stands there in its very own form, and none in another."""
    return all(sign in written for sign in spelled.signs) and all(
        sign in spelled.signs or not plain(sign) for sign in written
    )


# How a written character relates to one of a word.
SAME, FOLDED, RARELY, ALIKE, BOTH, SIBLING, SOUND, OTHER = range(8)


@lru_cache(maxsize=100_000)
def _likeness(written: str, clear: str) -> int:
    read = plain(written)
    if written == clear:
        return SAME
    if read == clear or (len(read) > 1 and clear in read) or numeral_forms(clear) == [read]:
        return FOLDED
    if looks_like(read, clear):
        return ALIKE if written.isascii() else FOLDED
    if RARE.get(read, read) == RARE.get(clear, clear):
        return RARELY
    sounds = bool(set(_sounds(read)) & set(readings(clear)))
    if taken_for(read) == taken_for(clear):
        return BOTH if sounds else ALIKE
    return SOUND if sounds else SIBLING if read in siblings(clear) else OTHER


def _sounds(read: str) -> tuple[str, ...]:
    return readings(read) + readings(RARE.get(read, "")) + readings(GROUPS.get(read, ""))


def _count_signs(judged: Judged, count: int, counts: list[int]) -> None:
    folded, rare, alike, sounded = (
        counts[FOLDED],
        counts[RARELY],
        counts[ALIKE] + counts[SIBLING],
        counts[SOUND],
    )
    if folded:
        judged.count(Variant.FOLDED, 0.03)
    if rare:
        judged.count(Variant.FOLDED, 0.08 if count > 2 or sounded else 0.3)
    if alike:
        judged.count(Variant.FOLDED, 0.1 + 0.15 * alike if count > 2 else 0.5)
    if sounded:
        judged.count(Variant.HOMOPHONE, 0.1 + 0.25 * sounded / count + (0.05 if count == 3 else 0))
    if sounded and count < 3:
        judged.confidence -= 0.1


def _count_made(judged: Judged, made: list[bool]) -> None:
    if any(made):
        judged.count(Variant.SPLIT, 0.12 if len(made) > 2 or all(made) else 0.25)


def _ends_match(text: str, spelled: Spelled, judged: Judged) -> bool:
    """Signs at the word's ends must stand in the text, too; marks set over its last letter belong to it."""
    while judged.end < len(text) and is_mark(text[judged.end]):
        judged.end += 1
    if spelled.after:
        end, seen = judged.end, ""
        while end < len(text) and len(seen) < len(spelled.after):
            seen += signs_of(text[end])
            end += 1
        if seen != spelled.after:
            return False
        judged.end = end
    if spelled.before:
        start, seen = judged.start, ""
        while start > 0 and len(seen) < len(spelled.before):
            start -= 1
            seen = signs_of(text[start]) + seen
        if seen != spelled.before:
            return False
        judged.start = start
    return True


def _gaps(place: Place, spelled: Spelled, judged: Judged, by_sound: bool) -> None:
    """Signs between the characters, and whether a sentence ends there."""
    pieces = place.pieces
    gaps = [place.text[one[1] : other[0]] for one, other in pairwise(pieces)]
    noise = [_noise(gap, place.text[one[0]]) for gap, one in zip(gaps, pieces, strict=False)]
    if not any(noise) or _as_written(noise, spelled):
        return
    judged.count(Variant.SPACED, 0.05)
    if not any(sign in SENTENCE_SIGNS for gap in noise for sign in gap):
        return
    judged.crosses = True
    if len(noise) > 1 and all(noise):
        judged.confidence -= 0.08
    else:
        judged.confidence -= {1: 0.4, 2: 0.35}.get(len(noise), 0.25) + (0.3 if by_sound else 0)


def _noise(gap: str, sign: str) -> str:
    said = plain(sign)
    return "".join(part for part in gap if plain(part) != said)


def _as_written(noise: list[str], spelled: Spelled) -> bool:
    """Whether the word itself has signs between its letters ("No.1", "A+B")."""
    return bool(spelled.between) and [signs_of(gap) for gap in noise] == list(spelled.between)
