"""Words by sound: which syllables begin a word, as tables that a whole stream is held against at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

COMPARED = 8
_TIMES = (np.uint32(2_654_435_761), np.uint32(2_246_822_519), np.uint32(3_266_489_917))
_SECOND = np.uint32(668_265_263)
_SMALLEST_BITS, _LARGEST_BITS = 18, 22
_SPARSE = 32


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
    words: np.ndarray
    backwards: np.ndarray
    lengths: np.ndarray
    pairs: np.ndarray  # all codes of two together: whether a word is that
    pair_keys: np.ndarray
    pair_words: np.ndarray

    def candidates(
        self, sounds: np.ndarray, places: np.ndarray | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Places in the codes and numbers of entries whose first eight syllables stand there; at `places` only,
        where they are given (each at least two before the end)."""
        if len(sounds) < 3 or not len(self.keys):
            return _NONE, _NONE
        wide = sounds.astype(np.uint32)
        three = (wide[:-2], wide[1:-1], wide[2:])
        if places is not None:
            three = (wide[places], wide[places + 1], wide[places + 2])
        mixed = three[0] * _TIMES[0] + three[1] * _TIMES[1] + three[2] * _TIMES[2]
        bits = np.uint32(32 - (len(self.first).bit_length() - 1))
        at = np.flatnonzero(self.first.take(mixed >> bits))
        if not len(at):
            return _NONE, _NONE
        at = at[self.second.take((mixed[at] * _SECOND) >> bits)]
        return self._entries(wide, at if places is None else places[at])

    def _entries(self, sounds: np.ndarray, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        key = (sounds[at] << np.uint32(18)) | (sounds[at + 1] << np.uint32(9)) | sounds[at + 2]
        group = np.searchsorted(self.keys, key)
        known = self.keys.take(group, mode="clip") == key
        at, group = at[known], group[known]
        counts = self.starts[group + 1] - self.starts[group]
        places = np.repeat(at, counts)
        entry = np.repeat(self.starts[group], counts) + _count_up(counts)
        fits = places + self.lengths[entry] <= len(sounds)
        for place in range(3, COMPARED):
            wanted = self.sequences[entry, place]
            there = sounds.take(places + place, mode="clip")
            fits &= (wanted == 0) | (wanted == there)
        return places[fits], entry[fits]

    def pair_candidates(self, sounds: np.ndarray) -> Iterator[tuple[int, int]]:
        """Places and words of two syllables."""
        if len(sounds) < 2 or not len(self.pair_keys):
            return
        wide = sounds.astype(np.uint32)
        key = (wide[:-1] << np.uint32(9)) | wide[1:]
        for place in np.flatnonzero(self.pairs.take(key)).tolist():
            first, last = np.searchsorted(self.pair_keys, [key[place], key[place] + 1])
            for word in self.pair_words[first:last].tolist():
                yield place, word


_NONE = np.empty(0, dtype=np.int64)


def _count_up(counts: np.ndarray) -> np.ndarray:
    """0, 1, … within each group."""
    total = int(counts.sum())
    return np.arange(total) - np.repeat(np.cumsum(counts) - counts, counts)


class SoundsBuilder:
    """Collects ways to say words."""

    def __init__(self) -> None:
        self._entries: list[tuple[int, bool, list[int]]] = []
        self._pairs: list[tuple[int, int]] = []

    def add(self, word: int, codes: list[int], backwards: bool = False) -> None:
        """One way to say a word, of two syllables at least."""
        if len(codes) == 2:
            self._pairs.append(((codes[0] << 9) | codes[1], word))
        else:
            self._entries.append((word, backwards, codes))

    def finish(self) -> Sounds:
        """The tables."""
        count = len(self._entries)
        sequences = np.zeros((count, COMPARED), dtype=np.uint16)
        for row, (_word, _backwards, codes) in enumerate(self._entries):
            sequences[row, : len(codes)] = codes[:COMPARED]
        three = sequences[:, :3].astype(np.uint32)
        keys = (three[:, 0] << np.uint32(18)) | (three[:, 1] << np.uint32(9)) | three[:, 2]
        order = np.argsort(keys, kind="stable")
        unique, starts = np.unique(keys[order], return_index=True)
        first, second = _filters(three)
        pairs = sorted(self._pairs)
        table = np.zeros(1 << 18, dtype=bool)
        table[[key for key, _word in pairs]] = True
        return Sounds(
            first=first,
            second=second,
            keys=unique,
            starts=np.append(starts, count).astype(np.int64),
            sequences=sequences[order],
            words=np.array([entry[0] for entry in self._entries], dtype=np.int32)[order],
            backwards=np.array([entry[1] for entry in self._entries], dtype=bool)[order],
            lengths=np.array([len(entry[2]) for entry in self._entries], dtype=np.int64)[order],
            pairs=table,
            pair_keys=np.array([key for key, _word in pairs], dtype=np.uint32),
            pair_words=np.array([word for _key, word in pairs], dtype=np.int32),
        )


def _filters(three: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    bits = min(max((len(three) * _SPARSE).bit_length(), _SMALLEST_BITS), _LARGEST_BITS)
    mixed: np.ndarray = three[:, 0] * _TIMES[0] + three[:, 1] * _TIMES[1] + three[:, 2] * _TIMES[2]
    first, second = np.zeros(1 << bits, dtype=bool), np.zeros(1 << bits, dtype=bool)
    first[mixed >> np.uint32(32 - bits)] = True
    second[(mixed * _SECOND) >> np.uint32(32 - bits)] = True
    return first, second
