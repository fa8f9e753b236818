"""Words by sound: which syllables begin a word, as tables that a whole stream is held against at once."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np

from .stream import Stream

COMPARED = 8
FEW = 48
_ALL_BITS = 0xFFFF_FFFF_FFFF_FFFF
_FIRST, _SECOND = 0x9E37_79B9_7F4A_7C15, 0xC2B2_AE3D_27D4_EB4F
_SMALLEST_BITS, _LARGEST_BITS = 18, 22
_SPARSE = 48


@dataclass(frozen=True)
class Sounds:
    """`first` and `second` say for a hash of three syllables whether some word may begin so; `keys` are those
    beginnings in order, each with entries from `starts[i]` to `starts[i + 1]`. Words of two syllables stand in
    `pairs` by themselves."""

    first: np.ndarray
    second: np.ndarray
    keys: np.ndarray
    starts: np.ndarray
    sequences: np.ndarray  # the first eight codes of each entry, 0 where it is over
    signs: np.ndarray  # what the word's own characters are read as, in the same order
    words: np.ndarray
    backwards: np.ndarray
    lengths: np.ndarray
    pairs: np.ndarray  # all codes of two together: whether a word is that
    pair_keys: np.ndarray
    pair_words: np.ndarray

    def candidates(self, stream: Stream, sounds: np.ndarray) -> list[tuple[int, int]]:
        """Places in the codes and entries: a word's first eight syllables stand there in other characters, or, of
        an entry backwards, in the word's own. The codes are the stream's and a silent one, and the same again for
        another way to read it."""
        if len(sounds) < 4 or not len(self.keys):
            return []
        mixed = _mixed(sounds)
        at = self.first.take(mixed >> (64 - self._bits)).nonzero()[0]
        if len(at) <= FEW:
            return list(self._single_entries(stream, sounds, mixed, at.tolist())) if len(at) else []
        at = at[self.second.take((mixed[at] * _SECOND) >> (64 - self._bits))]
        if len(at) <= FEW:
            return list(self._single_entries(stream, sounds, None, at.tolist()))
        return self._entries(stream, sounds, at)

    def _single_entries(
        self, stream: Stream, sounds: np.ndarray, mixed: np.ndarray | None, at: list[int]
    ) -> Iterator[tuple[int, int]]:
        """As `_entries`, one by one, which is quicker where they are few; hashes, where the second table has not
        been asked yet."""
        keys, starts, lengths, backwards, sequences, signs, second = self._views
        if mixed is not None:
            shift = 64 - self._bits
            at = [place for place in at if second[(mixed.item(place) * _SECOND & _ALL_BITS) >> shift]]
            if not at:
                return
        count = len(keys)
        spoken, reads, elements = sounds.tobytes(), stream.reads.tobytes(), len(stream.reads)
        for place in at:
            key = (sounds.item(place) << 18) | (sounds.item(place + 1) << 9) | sounds.item(place + 2)
            group = bisect_left(keys, key)
            if group == count or keys[group] != key:
                continue
            inside = place % (elements + 1)
            for entry in range(starts[group], starts[group + 1]):
                size = 2 * min(lengths[entry], COMPARED)
                row = 2 * COMPARED * entry
                if (
                    inside + lengths[entry] <= elements
                    and spoken[2 * place : 2 * place + size] == sequences[row : row + size]
                    and (reads[2 * inside : 2 * inside + size] == signs[row : row + size]) == backwards[entry]
                ):
                    yield inside, entry

    def arrays(self) -> dict[str, np.ndarray]:
        """All of it by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @cached_property
    def _bits(self) -> int:
        return len(self.first).bit_length() - 1

    @cached_property
    def _views(self) -> tuple[memoryview, ...]:
        """The arrays as what answers a single number quickly; rows as their bytes."""
        arrays = (self.keys, self.starts, self.lengths, self.backwards)
        rows = (self.sequences, self.signs, self.second)
        return (*(array.data for array in arrays), *(array.data.cast("B") for array in rows))

    def _entries(self, stream: Stream, sounds: np.ndarray, at: np.ndarray) -> list[tuple[int, int]]:
        key = _keys(sounds[at], sounds[at + 1], sounds[at + 2])
        group = np.searchsorted(self.keys, key)
        known = self.keys.take(group, mode="clip") == key
        at, group = at[known], group[known]
        if not len(at):
            return []
        counts = self.starts[group + 1] - self.starts[group]
        places = np.repeat(at, counts)
        entry = np.repeat(self.starts[group], counts) + _count_up(counts)
        inside, count = places % (len(stream.reads) + 1), len(stream.reads)
        fits = inside + self.lengths[entry] <= count
        fits &= _equal(sounds, places, self.sequences, entry)
        fits &= _equal(stream.reads, inside, self.signs, entry) == self.backwards[entry]
        return list(zip(inside[fits].tolist(), entry[fits].tolist(), strict=True))

    def pair_candidates(self, sounds: np.ndarray) -> Iterator[tuple[int, int]]:
        """Places and words of two syllables."""
        if len(sounds) < 2 or not len(self.pair_keys):
            return
        key = (sounds[:-1].astype(np.uint32) << 9) | sounds[1:]
        for place in np.flatnonzero(self.pairs.take(key)).tolist():
            first, last = np.searchsorted(self.pair_keys, [key[place], key[place] + 1])
            for word in self.pair_words[first:last].tolist():
                yield place, word


def _mixed(sounds: np.ndarray) -> np.ndarray:
    """For each place a hash of three codes of sixteen bits, of which the high bits count: the codes are looked at
    as numbers of 64 bits that overlap, and the fourth is pushed out."""
    whole = np.ascontiguousarray(sounds)
    four = np.ndarray(len(whole) - 3, dtype="<u8", buffer=whole, strides=(2,))
    mixed: np.ndarray = (four << 16) * _FIRST
    return mixed


def _equal(codes: np.ndarray, places: np.ndarray, rows: np.ndarray, entry: np.ndarray) -> np.ndarray:
    """Whether the codes from each place on are those of each entry, as far as it goes; four at a time."""
    padded = np.concatenate((codes, np.zeros(COMPARED, dtype=np.uint16)))
    four = np.ndarray(len(codes) + 4, dtype="<u8", buffer=padded, strides=(2,))
    wanted = np.ascontiguousarray(rows[entry])
    mask = ((wanted != 0) * np.uint16(0xFFFF)).view(np.uint64)
    wide = wanted.view(np.uint64)
    same: np.ndarray = (four[places] & mask[:, 0]) == wide[:, 0]
    same &= (four[places + 4] & mask[:, 1]) == wide[:, 1]
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
            self._pairs.append(((codes[0] << 9) | codes[1], word))
        else:
            self._entries.append((word, backwards, codes, read_as))

    def finish(self) -> Sounds:
        """The tables."""
        sequences = _rows([entry[2] for entry in self._entries])
        keys = _keys(*sequences[:, :3].T)
        order = np.argsort(keys, kind="stable")
        unique, starts = np.unique(keys[order], return_index=True)
        first, second = _filters(
            _mixed(sequences[:, :4].ravel())[::4] if len(sequences) else np.empty(0, dtype=np.uint64)
        )
        pairs = sorted(self._pairs)
        table = np.zeros(1 << 18, dtype=bool)
        table[[key for key, _word in pairs]] = True
        return Sounds(
            first=first,
            second=second,
            keys=unique,
            starts=np.append(starts, len(keys)).astype(np.int64),
            sequences=sequences[order],
            signs=_rows([entry[3] for entry in self._entries])[order],
            words=np.array([entry[0] for entry in self._entries], dtype=np.int32)[order],
            backwards=np.array([entry[1] for entry in self._entries], dtype=bool)[order],
            lengths=np.array([len(entry[2]) for entry in self._entries], dtype=np.int64)[order],
            pairs=table,
            pair_keys=np.array([key for key, _word in pairs], dtype=np.uint32),
            pair_words=np.array([word for _key, word in pairs], dtype=np.int32),
        )


def _rows(entries: list[list[int]]) -> np.ndarray:
    rows = np.zeros((len(entries), COMPARED), dtype=np.uint16)
    for row, codes in enumerate(entries):
        rows[row, : len(codes)] = codes[:COMPARED]
    return rows


def _filters(mixed: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    bits = min(max((len(mixed) * _SPARSE).bit_length(), _SMALLEST_BITS), _LARGEST_BITS)
    first, second = np.zeros(1 << bits, dtype=bool), np.zeros(1 << bits, dtype=bool)
    first[mixed >> (64 - bits)] = True
    second[(mixed * _SECOND) >> (64 - bits)] = True
    return first, second
