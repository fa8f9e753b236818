"""Words by sound: which syllables begin a word, as tables that a whole stream is held against at once."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np

from . import signs
from .beginnings import pairs
from .stream import Stream

COMPARED = 8
FEW = 12
PAIR_BITS = 18
_FIRST, _SECOND = np.uint64(0x9E37_79B9_7F4A_7C15), np.uint64(0xC2B2_AE3D_27D4_EB4F)
_SIXTEEN, _PAIR_PRIME, _PAIR_SHIFT = np.uint64(16), np.uint32(2_654_435_761), np.uint32(32 - PAIR_BITS)
_SMALLEST_BITS, _LARGEST_BITS = 18, 22
_SPARSE = 64


@dataclass(frozen=True)
class Sounds:
    """`first` and `second` say for a hash of three syllables whether some word may begin so; `keys` are those
    beginnings in order, each with entries from `starts[i]` to `starts[i + 1]`. Words of two syllables stand in
    `pairs`, by a hash, and `pair_keys` by themselves."""

    first: np.ndarray
    second: np.ndarray
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
        self, stream: Stream, sounds: np.ndarray, otherwise: Callable[[], np.ndarray | None], has_rare: bool
    ) -> Iterable[tuple[int, int]]:
        """Places in the codes and entries: a word's first eight syllables stand there in other characters, or, of
        an entry backwards, in the word's own. `otherwise` answers the codes of another way to read the stream,
        which is asked for first where rare characters can be read otherwise."""
        if len(sounds) < 4 or not len(self.keys):
            return []
        other = otherwise() if has_rare else None
        if other is not None:
            said = np.concatenate((sounds, other))
            at = self._begun(said)
        else:
            at, said = self._begun(sounds), sounds
            if len(at):
                other = otherwise()
            if other is not None:
                said, at = np.concatenate((sounds, other)), np.concatenate((at, at + len(sounds)))
        if len(at) > FEW:
            return dict.fromkeys(self._entries(stream, said, at))
        return self._single_entries(stream, said, at.tolist())

    def _begun(self, said: np.ndarray) -> np.ndarray:
        """Where three syllables may begin a word."""
        mixed, shift = _mixed(said), np.uint64(64 - self._bits)
        at: np.ndarray = self.first.take((mixed >> shift).view(np.int64)).nonzero()[0]
        if len(at):
            at = at[self.second.take((mixed[at] * _SECOND) >> shift)]
        return at

    def _single_entries(
        self, stream: Stream, said: np.ndarray, at: list[int]
    ) -> Iterator[tuple[int, int]]:
        """As `_entries`, one by one, which is quicker where they are few."""
        keys, starts, lengths, backwards, sequences, signs = self._views
        count, elements = len(keys), len(stream.reads)
        spoken, reads = said.data.cast("B"), stream.reads.data.cast("B")
        for place in at:
            key = (said.item(place) << 18) | (said.item(place + 1) << 9) | said.item(place + 2)
            group = bisect_left(keys, key)
            if group == count or keys[group] != key:
                continue
            inside = place % elements
            for entry in range(starts[group], starts[group + 1]):
                size = 2 * min(lengths[entry], COMPARED)
                row = 2 * COMPARED * entry
                wanted = sequences[row : row + size]
                if (
                    inside + lengths[entry] < elements
                    and spoken[2 * place : 2 * place + size] == wanted
                    and (reads[2 * inside : 2 * inside + size] == signs[row : row + size]) == backwards[entry]
                    and (inside == place or spoken[2 * inside : 2 * inside + size] != wanted)
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
        rows = (self.sequences, self.signs)
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
        inside, count = places % len(stream.reads), len(stream.reads)
        fits = inside + self.lengths[entry] < count
        fits &= _equal(sounds, places, self.sequences, entry)
        fits &= _equal(stream.reads, inside, self.signs, entry) == self.backwards[entry]
        return list(zip(inside[fits].tolist(), entry[fits].tolist(), strict=True))

    def pair_candidates(self, sounds: np.ndarray) -> Iterator[tuple[int, int]]:
        """Places and words of two syllables."""
        if len(sounds) < 2 or not len(self.pair_keys):
            return
        keys, words, said = self.pair_keys.data, self.pair_words.data, pairs(sounds)
        for place in self.pairs.take(_pair_places(said)).nonzero()[0].tolist():
            key = said.item(place)
            for at in range(bisect_left(keys, key), len(keys)):
                if keys[at] != key:
                    break
                yield place, words[at]


def _pair_places(said: np.ndarray) -> np.ndarray:
    places: np.ndarray = (said * _PAIR_PRIME) >> _PAIR_SHIFT
    return places


def _mixed(sounds: np.ndarray) -> np.ndarray:
    """For each place a hash of three codes of sixteen bits, of which the high bits count: the codes are looked at
    as numbers of 64 bits that overlap, and the fourth is pushed out."""
    four = np.ndarray(len(sounds) - 3, dtype="<u8", buffer=sounds, strides=(2,))
    mixed = four << _SIXTEEN
    mixed *= _FIRST
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
            self._pairs.append((codes[0] | codes[1] << 16, word))
        else:
            self._entries.append((word, backwards, codes, read_as))

    def finish(self) -> Sounds:
        """The tables."""
        sequences = _rows([entry[2] for entry in self._entries])
        keys = _keys(*sequences[:, :3].T)
        order = np.argsort(keys, kind="stable")
        unique, starts = np.unique(keys[order], return_index=True)
        first, second = _filters(_meant(unique))
        spoken = sorted(self._pairs)
        pair_keys = np.array([key for key, _word in spoken], dtype=np.uint32)
        table = np.zeros(1 << PAIR_BITS, dtype=bool)
        table[_pair_places(pair_keys)] = True
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
            pair_keys=pair_keys,
            pair_words=np.array([word for _key, word in spoken], dtype=np.int32),
        )


def _rows(entries: list[list[int]]) -> np.ndarray:
    rows = np.zeros((len(entries), COMPARED), dtype=np.uint16)
    for row, codes in enumerate(entries):
        rows[row, : len(codes)] = codes[:COMPARED]
    return rows


def _meant(keys: np.ndarray) -> np.ndarray:
    """Hashes of all that begins a word, and of what is listed for it where a common character that can be read so
    has another usual reading."""
    wide = keys.astype(np.uint64)
    spoken = [(wide >> np.uint64(shift)) & np.uint64(signs.SOUND_MASK) for shift in (18, 9, 0)]
    for place in range(3):
        others = [spoken]
        for code, listed in signs.substitutes().items():
            chosen = (spoken[place] == code).nonzero()[0]
            for other in listed if len(chosen) else ():
                changed = [codes[chosen] for codes in spoken]
                changed[place] = np.full(len(chosen), other, dtype=np.uint64)
                others.append(changed)
        spoken = [np.concatenate([codes[at] for codes in others]) for at in range(3)]
    one, two, three = spoken
    mixed: np.ndarray = (one << 16 | two << 32 | three << 48) * _FIRST
    return mixed


def _filters(mixed: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    bits = min(max((len(mixed) * _SPARSE).bit_length(), _SMALLEST_BITS), _LARGEST_BITS)
    first, second = np.zeros(1 << bits, dtype=bool), np.zeros(1 << bits, dtype=bool)
    first[mixed >> (64 - bits)] = True
    second[(mixed * _SECOND) >> (64 - bits)] = True
    return first, second
