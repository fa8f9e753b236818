"""One table over all code points: what a character is read as while searching, how it sounds, and what it is.

An entry has 32 bits: the low sixteen are the character read (0: dropped), the next nine its sound, the rest flags.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from io import BytesIO

import numpy as np

from .emoji import MEANINGS
from .lookalikes import GROUPS, RARE, plain, taken_for
from .readings import codes, is_common, readings
from .tables import content

BORDER = 1
# Stands between texts that are read together; where a text has it itself, see `stream`.
BETWEEN = "\uffff"
BETWEEN_POINT = ord(BETWEEN)
SOUND_SHIFT, SOUND_MASK = 16, 0x1FF
DISTINCTION_SHIFT = 25
# From here on what asks for more than its reading; hardly any text has it.
SPECIAL = 1 << 28
ALTERNATIVE = 1 << 28  # a rare character that can be read in another way, too
# A sign that can be read as a letter, but also be set for ornament (circled letters, radicals, strokes); of a keycap
# what it is set over.
AMBIGUOUS = 1 << 29
MEANING = 1 << 30  # a picture that stands for a word
EXPANDS = 1 << 31  # one code point that says several characters
PLANE = 0x10000
# Characters beyond the basic plane share the private area, which is never text.
PRIVATE, PRIVATE_SIZE = 0xE000, 0x1900
_LAST_WITH_RULES = 0x20000
# Set over a digit it makes a picture of a key of it.
KEYCAP = "\u20e3"
# Strokes, kana and letters of far scripts, which are also set between characters for ornament.
_ORNAMENTS = frozenset("ℹ丨丶丿亅乀乁乚ー〆ノのへヘツッシミンっつしㄨ灬ღஐξЖжΨψ")
_HAN = ((0x3400, 0x4DC0), (0x4E00, 0xA000))
_FAR_HAN = (0x20000, 0x33480)


def code_of(sign: str) -> int:
    """The sixteen bits of one character that `taken_for` has answered."""
    point = ord(sign)
    return point if point < PLANE else PRIVATE + point % PRIVATE_SIZE


@cache
def table() -> np.ndarray:
    """The table as it is kept with the other ones, read in a few milliseconds; not to be written to."""
    return _kept()["entries"]


@cache
def alternatives() -> np.ndarray:
    """Sound codes of `alternative` over the basic plane, 0 where there is none."""
    return _kept()["alternatives"]


@cache
def substitutes() -> dict[int, tuple[int, ...]]:
    """For the sound code of a syllable those that a common character is listed under which can be read so, too."""
    entries = table()[:PLANE]
    common = (alternatives() != 0) & (entries < SPECIAL)
    listed = (entries[common] >> SOUND_SHIFT) & SOUND_MASK
    pairs = sorted(set(zip(alternatives()[common].tolist(), listed.tolist(), strict=True)))
    return {code: tuple(other for one, other in pairs if one == code) for code, _other in pairs}


@cache
def _kept() -> dict[str, np.ndarray]:
    with np.load(BytesIO(content("signs.npz"))) as arrays:
        kept = dict(arrays)
    for array in kept.values():
        array.flags.writeable = False
    return kept


def made() -> tuple[np.ndarray, np.ndarray]:
    """Both tables anew from the rules, which takes some seconds; what `tools/chinese_tables.py` writes."""
    entries = _entries()
    return entries, _alternatives(entries)


def _entries() -> np.ndarray:
    entries = np.zeros(0x110000, dtype=np.uint32)
    for first, end in (*_HAN, _FAR_HAN):
        points = np.arange(first, end, dtype=np.uint32)
        entries[first:end] = np.where(points < PLANE, points, PRIVATE + points % PRIVATE_SIZE)
    for point in range(_LAST_WITH_RULES):
        if not any(first <= point < end for first, end in _HAN):
            entries[point] = _entry(chr(point))
    for sign in {*RARE, *GROUPS, *_sounding(), *_far_forms(), *_ORNAMENTS}:
        entries[ord(sign)] = _entry(sign)
    entries[ord(BETWEEN)] = BORDER
    return entries


def _sounding() -> set[str]:
    spans = [chr(point) for first, end in _HAN for point in range(first, end)]
    return {sign for sign in spans if readings(sign) or plain(sign) != sign}


def _far_forms() -> set[str]:
    """Han beyond the basic plane, compatibility forms among them, that are read as another character."""
    compatibility = (chr(point) for point in range(0x2F800, 0x2FA20))
    return {sign for sign in (*RARE, *compatibility) if plain(sign) != sign}


def _entry(sign: str) -> int:
    read = taken_for(sign)
    entry = MEANING if sign in MEANINGS else 0
    if read and (unicodedata.category(sign)[0] == "S" or unicodedata.category(sign) == "No"):
        entry |= AMBIGUOUS
    if sign == KEYCAP or sign in _ORNAMENTS:
        entry |= AMBIGUOUS
    if len(read) != 1:
        return entry | (EXPANDS if read else 0)
    # Three bits of what it clearly is, so that what only looks and sounds alike is not taken for a repetition.
    entry |= code_of(read) | (ord(plain(sign)) % 8) << DISTINCTION_SHIFT
    said = readings(plain(sign))
    if said:
        entry |= codes()[said[0]] << SOUND_SHIFT
    return entry | (ALTERNATIVE if alternative(sign) and not is_common(sign) else 0)


def alternative(sign: str) -> str:
    """Another syllable that the character may be meant for: its second reading, or that of the character it
    looks like. "" where there is none."""
    clear = plain(sign)
    said = readings(clear)
    if len(said) > 1:
        return said[1]
    alike = readings(RARE.get(clear, ""))
    return alike[0] if alike and alike[:1] != said[:1] else ""


def _alternatives(table: np.ndarray) -> np.ndarray:
    entries = np.zeros(PLANE, dtype=np.uint16)
    for point in np.flatnonzero(table[:PLANE].astype(np.uint16)):
        other = alternative(chr(point))
        entries[point] = codes()[other] if other else 0
    return entries
