"""Words by sound: which syllables begin a word, as tables that a whole stream is held against at once."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np

from . import signs
from .stream import Stream

COMPARED = 8
FEW = 40
PAIR_BITS = 18
# From so many elements on a smaller table is worth more steps.
LONG = 4_096
# An odd number of 48 bits, moved up by the sixteen of the fourth code.
_PUSHING = np.uint64(0x79B9_7F4A_7C15_0000)
_SIXTEEN, _PAIR_PRIME, _PAIR_SHIFT = np.uint64(16), np.uint32(2_654_435_761), np.uint32(32 - PAIR_BITS)
_THREE, _SEVEN = np.uint64(3), np.uint8(7)
_EIGHT = np.arange(COMPARED)
_SMALLEST_BITS, _LARGEST_BITS = 18, 25
# A table of so many bits is also kept with an octet for each.
_LOOSE_BITS = 22
_SPARSE = 64
Others = Callable[[np.ndarray | slice], np.ndarray]


@dataclass(frozen=True)
class Sounds:
    """`first` says by a bit for a hash of three syllables whether some word may begin so, with those that common
    characters are listed under, and `begun` are these by themselves in order. `keys` are the beginnings as they are
    spoken, each with entries from `starts[i]` to `starts[i + 1]`. Words of two syllables stand in
    `pairs`, by a hash, and `pair_keys` by themselves."""

    first: np.ndarray
    begun: np.ndarray
    keys: np.ndarray
    starts: np.ndarray
    sequences: np.ndarray  # the first eight codes of each entry, 0 where it is over
    signs: np.ndarray  # what the word's own characters are read as, in the same order
    words: np.ndarray
    backwards: np.ndarray
    lengths: np.ndarray
    pairs: np.ndarray
    pair_keys: np.ndarray
    pair_words: np.ndarray

    def candidates(
        self, stream: Stream, sounds: np.ndarray, others: Others, rare: np.ndarray
    ) -> Iterable[tuple[int, int]]:
        """Places in the codes and entries: a word's first eight syllables stand there in other characters, or, of
        an entry backwards, in the word's own. `others` answers what elements are by a second reading, 0 where they
        have none; `rare` are those that have one and are no common characters."""
        if len(sounds) < 4 or not len(self.keys):
            return ()
        at = self._maybe_begun(sounds)
        if len(at):
            key = _keys(*sounds.take(at[:, None] + _EIGHT[:3]).T)
            at = at[self.begun.take(self.begun.searchsorted(key), mode="clip") == key]
        if not len(at) and not len(rare):
            return ()
        if len(at) + len(rare) <= FEW and len(sounds) < LONG:
            return self._of_few(stream, sounds, others, at.tolist(), rare.tolist())
        if len(rare):
            at = np.union1d(at, self._begun_otherwise(sounds, others, rare))
        window = np.minimum(at[:, None] + _EIGHT, len(sounds) - 1)
        said, second, signs = sounds.take(window), others(window), stream.reads.take(window)
        found = self._entries(said, signs, at, len(sounds))
        changed = np.flatnonzero(second.any(axis=1))
        if len(changed):
            said = np.where(second, second, said)[changed]
            found = list(dict.fromkeys(found + self._entries(said, signs[changed], at[changed], len(sounds))))
        return found

    def _maybe_begun(self, said: np.ndarray) -> np.ndarray:
        """Where three syllables may begin a word, as far as the table tells."""
        mixed = _mixed(said)
        places = mixed >> self._shift
        if len(said) < LONG and self._loose is not None:
            at: np.ndarray = self._loose.take(places.view(np.int64)).nonzero()[0]
            return at
        octets = self.first.take((places >> _THREE).view(np.int64))
        octets >>= places.astype(np.uint8) & _SEVEN
        octets &= 1
        return octets.view(bool).nonzero()[0]

    def _begun_otherwise(self, sounds: np.ndarray, others: Others, rare: np.ndarray) -> np.ndarray:
        """The same where some elements are read in their second way."""
        at = np.unique((rare[:, None] - _EIGHT[:3]).ravel())
        at = at[(at >= 0) & (at < len(sounds) - 3)]
        window = at[:, None] + _EIGHT[:3]
        second = others(window)
        said = np.where(second, second, sounds.take(window)).astype(np.uint64)
        places = _hashed(*said.T) >> self._shift
        return at[
            (self.first.take((places >> _THREE).view(np.int64)) >> (places.astype(np.uint8) & _SEVEN) & 1) > 0
        ]

    def _entries(
        self, said: np.ndarray, signs: np.ndarray, at: np.ndarray, count: int
    ) -> list[tuple[int, int]]:
        """What is said by rows of eight codes and of the characters as they are read."""
        key = _keys(*said[:, :3].T)
        group = np.searchsorted(self.keys, key)
        known = (self.keys.take(group, mode="clip") == key).nonzero()[0]
        group = group[known]
        counts = self.starts[group + 1] - self.starts[group]
        row = np.repeat(known, counts)
        entry = np.repeat(self.starts[group], counts) + _count_up(counts)
        fits = at[row] + self.lengths[entry] < count
        fits &= _equal(said[row], self.sequences[entry])
        fits &= _equal(signs[row], self.signs[entry]) == self.backwards[entry]
        return list(zip(at[row[fits]].tolist(), entry[fits].tolist(), strict=True))

    def _of_few(
        self, stream: Stream, sounds: np.ndarray, others: Others, at: list[int], rare: list[int]
    ) -> Iterator[tuple[int, int]]:
        """The same one by one, which is quicker where they are few."""
        second = others(slice(None))
        usual = sounds.tolist(), sounds.tobytes()
        instead = np.where(second, second, sounds)
        other = instead.tolist(), instead.tobytes()
        reads = stream.reads.tobytes()
        for place in at:
            yield from self._at(reads, place, *usual)
            span = slice(2 * place, 2 * (place + COMPARED))
            if other[1][span] != usual[1][span]:
                yield from self._at(reads, place, *other)
        for element in rare:
            for place in range(max(element - 2, 0), min(element + 1, len(sounds) - 3)):
                yield from self._at(reads, place, *other)

    def _at(self, reads: bytes, place: int, codes: list[int], said: bytes) -> Iterator[tuple[int, int]]:
        """What is said from a place on, and of the characters as they are read."""
        sequences, signs = self._rows
        for entry in self._group(codes[place : place + 3]):
            length = self._lengths[entry]
            if place + length < len(codes):
                size, row = 2 * min(length, COMPARED), 2 * COMPARED * entry
                span = slice(2 * place, 2 * place + size)
                if said[span] == sequences[row : row + size] and (
                    reads[span] == signs[row : row + size]
                ) == self.backwards.item(entry):
                    yield place, entry

    def _group(self, codes: list[int]) -> range:
        """Entries that begin with three codes."""
        key = codes[0] << 18 | codes[1] << 9 | codes[2]
        group = bisect_left(self._keys, key)
        if group == len(self._keys) or self._keys[group] != key:
            return range(0)
        return range(self.starts.item(group), self.starts.item(group + 1))

    def arrays(self) -> dict[str, np.ndarray]:
        """All of it by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @cached_property
    def _shift(self) -> np.uint64:
        return np.uint64(65 - (len(self.first) * 8).bit_length())

    @cached_property
    def _loose(self) -> np.ndarray | None:
        """Of a table that is not too large an octet for each bit, which a short text is held against in fewer steps."""
        is_small = len(self.first) * 8 <= 1 << _LOOSE_BITS
        return np.unpackbits(self.first, bitorder="little").view(bool) if is_small else None

    @cached_property
    def _rows(self) -> tuple[memoryview, memoryview]:
        return self.sequences.data.cast("B"), self.signs.data.cast("B")

    @cached_property
    def _keys(self) -> memoryview:
        return self.keys.data

    @cached_property
    def _lengths(self) -> memoryview:
        return self.lengths.data

    def pair_candidates(self, sounds: np.ndarray) -> Iterator[tuple[int, int]]:
        """Places and words of two syllables."""
        if len(sounds) < 2 or not len(self.pair_keys):
            return
        keys, words, said = self.pair_keys.data, self.pair_words.data, _two(sounds)
        for place in self.pairs.take(_pair_places(said)).nonzero()[0].tolist():
            key = said.item(place)
            for at in range(bisect_left(keys, key), len(keys)):
                if keys[at] != key:
                    break
                yield place, words[at]


def _pair_places(said: np.ndarray) -> np.ndarray:
    places: np.ndarray = (said * _PAIR_PRIME) >> _PAIR_SHIFT
    return places


def _two(sounds: np.ndarray) -> np.ndarray:
    """Every two codes as one number; nothing is copied."""
    return np.ndarray(len(sounds) - 1, dtype="<u4", buffer=sounds, strides=(2,))


def _mixed(sounds: np.ndarray) -> np.ndarray:
    """For each place a hash of three codes of sixteen bits, of which the high bits count: the codes are looked at
    as numbers of 64 bits that overlap, and the fourth is pushed out."""
    four = np.ndarray(len(sounds) - 3, dtype="<u8", buffer=sounds, strides=(2,))
    mixed: np.ndarray = four * _PUSHING
    return mixed


def _hashed(one: np.ndarray, two: np.ndarray, three: np.ndarray) -> np.ndarray:
    """The same of three arrays of codes."""
    mixed: np.ndarray = (one | two << _SIXTEEN | three << _SIXTEEN + _SIXTEEN) * _PUSHING
    return mixed


def _equal(rows: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Whether rows are as is wanted of them, as far as that goes."""
    same: np.ndarray = ((wanted == 0) | (wanted == rows)).all(axis=1)
    return same


def _keys(one: np.ndarray, two: np.ndarray, three: np.ndarray) -> np.ndarray:
    return (one.astype(np.uint32) << 18) | (two.astype(np.uint32) << 9) | three


def _count_up(counts: np.ndarray) -> np.ndarray:
    """0, 1, … within each group."""
    total = int(counts.sum())
    return np.arange(total) - np.repeat(np.cumsum(counts) - counts, counts)


class SoundsBuilder:
    """Collects ways to say words."""

    def __init__(self) -> None:
        self._entries: list[tuple[int, bool, list[int], list[int]]] = []
        self._pairs: list[tuple[int, int]] = []

    def add(self, word: int, codes: list[int], read_as: list[int], backwards: bool = False) -> None:
        """One way to say a word, of two syllables at least, and what its characters are read as."""
        if len(codes) == 2:
            self._pairs.append((codes[0] | codes[1] << 16, word))
        else:
            self._entries.append((word, backwards, codes, read_as))

    def finish(self) -> Sounds:
        """The tables."""
        sequences = _rows([entry[2] for entry in self._entries])
        keys = _keys(*sequences[:, :3].T)
        order = np.argsort(keys, kind="stable")
        unique, starts = np.unique(keys[order], return_index=True)
        begun = _listed(unique)
        spoken = sorted(self._pairs)
        pair_keys = np.array([key for key, _word in spoken], dtype=np.uint32)
        table = np.zeros(1 << PAIR_BITS, dtype=bool)
        table[_pair_places(pair_keys)] = True
        return Sounds(
            first=_table(begun),
            begun=begun,
            keys=unique,
            starts=np.append(starts, len(keys)).astype(np.int64),
            sequences=sequences[order],
            signs=_rows([entry[3] for entry in self._entries])[order],
            words=np.array([entry[0] for entry in self._entries], dtype=np.int32)[order],
            backwards=np.array([entry[1] for entry in self._entries], dtype=bool)[order],
            lengths=np.array([len(entry[2]) for entry in self._entries], dtype=np.int64)[order],
            pairs=table,
            pair_keys=pair_keys,
            pair_words=np.array([word for _key, word in spoken], dtype=np.int32),
        )


def _rows(entries: list[list[int]]) -> np.ndarray:
    padding = [0] * COMPARED
    rows = [(entry + padding)[:COMPARED] for entry in entries]
    return np.array(rows, dtype=np.uint16).reshape(-1, COMPARED)


def _listed(keys: np.ndarray) -> np.ndarray:
    """All that begins a word, and what is listed for it where a common character that can be read so has another
    usual reading."""
    spoken = [(keys >> np.uint32(shift)) & np.uint32(signs.SOUND_MASK) for shift in (18, 9, 0)]
    for place in range(3):
        others = [spoken]
        for code, listed in signs.substitutes().items():
            chosen = (spoken[place] == code).nonzero()[0]
            for other in listed if len(chosen) else ():
                changed = [codes[chosen] for codes in spoken]
                changed[place] = np.full(len(chosen), other, dtype=np.uint32)
                others.append(changed)
        spoken = [np.concatenate([codes[at] for codes in others]) for at in range(3)]
    return np.unique(_keys(*spoken))


def _table(keys: np.ndarray) -> np.ndarray:
    bits = min(max((len(keys) * _SPARSE).bit_length(), _SMALLEST_BITS), _LARGEST_BITS)
    table = np.zeros(1 << bits, dtype=bool)
    wide = keys.astype(np.uint64)
    spoken = [(wide >> np.uint64(shift)) & np.uint64(signs.SOUND_MASK) for shift in (18, 9, 0)]
    table[_hashed(*spoken) >> np.uint64(64 - bits)] = True
    return np.packbits(table, bitorder="little")
