"""Near-duplicates and the stories that they make up, over a stream of short texts.

Texts are compared by the groups of three letters that they have in common (Jaccard), after links, mentions, signs,
width, case and traditional forms are out of the way. Which to compare is found by MinHash: 32 minima, in 16 bands of
two. SimHash finds next to nothing in short Chinese texts.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

from .layers import letters_of

Key = TypeVar("Key", bound=Hashable)
Hashes = npt.NDArray[np.uint64]

BANDS, ROWS = 16, 2
# Below this many letters texts are alike by chance: 好的, 收到, 已下单.
SHORTEST = 8
# Of texts that share a band only the last ones are compared; a wave of reposts needs no more.
COMPARED = 12
# How far below the wanted likeness an estimate from 32 minima may lie.
SLACK = 0.2
BATCH = 2_000

_NOISE = re.compile(r"https?://[!-~]+|/{0,2}@[\w-]{1,30}[:：]?|\[[\u4e00-\u9fff]{1,4}\]|转发微博|转发了?")
_CHANCE = np.random.default_rng(20_261_123)
_FACTORS: Hashes = _CHANCE.integers(1, 2**63, BANDS * ROWS, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
_TERMS: Hashes = _CHANCE.integers(0, 2**63, BANDS * ROWS, dtype=np.uint64)
_MIX = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


@dataclass(frozen=True)
class Placed(Generic[Key]):
    """Where a text belongs. `story` is the key of the first text of its story, its own where nothing is like it;
    `like` the text of the window that is most like it, by `likeness` (0 to 1); `joined` are stories that it showed to
    be this one and that are no more."""

    key: Key
    story: Key
    like: Key | None = None
    likeness: float = 0.0
    joined: tuple[Key, ...] = ()


class Stories(Generic[Key]):
    """The last `window` texts and the stories they belong to. Memory is bounded by the window, about 4 kB a text;
    a story is forgotten when the last of its texts leaves it."""

    def __init__(self, *, window: int = 50_000, likeness: float = 0.5) -> None:
        self._window, self._likeness = window, likeness
        self._keys: list[Key | None] = [None] * window
        self._grams: list[Hashes] = [np.empty(0, np.uint64)] * window
        self._minima = np.zeros((window, BANDS * ROWS), np.uint32)
        self._bands = np.zeros((window, BANDS), np.uint64)
        self._buckets: dict[int, list[int]] = {}
        self._story_of: list[Key | None] = [None] * window
        self._members: dict[Key, set[int]] = {}
        self._count = 0

    def add(self, key: Key, text: str) -> Placed[Key]:
        """Takes one text in. Keys must differ within the window."""
        return self.add_many([(key, text)])[0]

    def add_many(self, items: Sequence[tuple[Key, str]]) -> list[Placed[Key]]:
        """Takes texts in, in their order; many at once cost a fraction of one by one."""
        return [
            placed
            for begin in range(0, len(items), BATCH)
            for placed in self._add(items[begin : begin + BATCH])
        ]

    def members(self, story: Key) -> list[Key]:
        """The texts of a story that are in the window, the oldest first; none for one that is not known."""
        slots = sorted(self._members.get(story, ()), key=lambda slot: (slot - self._count) % self._window)
        return [key for slot in slots if (key := self._keys[slot]) is not None]

    def _add(self, items: Sequence[tuple[Key, str]]) -> Iterator[Placed[Key]]:
        all_grams = _grams([text for _key, text in items])
        minima = _minima(all_grams)
        bands = _bands(minima)
        for place, (key, _text) in enumerate(items):
            if not len(all_grams[place]):
                yield Placed(key, key)
                continue
            found = self._alike(all_grams[place], minima[place], bands[place])
            slot = self._take_in(key, all_grams[place], minima[place], bands[place])
            yield self._place(slot, key, found)

    def _alike(self, grams: Hashes, minima: npt.NDArray[np.uint32], bands: Hashes) -> list[tuple[float, int]]:
        """Slots of the texts that are alike enough, the most alike first."""
        near = {slot for band in bands.tolist() for slot in self._buckets.get(band, ())}
        if not near:
            return []
        slots = np.fromiter(near, np.intp, len(near))
        estimates = (self._minima[slots] == minima).mean(axis=1)
        likely = slots[estimates >= self._likeness - SLACK].tolist()
        found = [(_jaccard(grams, self._grams[slot]), slot) for slot in likely]
        return sorted((pair for pair in found if pair[0] >= self._likeness), reverse=True)

    def _take_in(self, key: Key, grams: Hashes, minima: npt.NDArray[np.uint32], bands: Hashes) -> int:
        slot = self._count % self._window
        if self._count >= self._window:
            self._forget(slot)
        self._count += 1
        self._keys[slot], self._grams[slot] = key, grams
        self._minima[slot], self._bands[slot] = minima, bands
        for band in bands.tolist():
            bucket = self._buckets.setdefault(band, [])
            bucket.append(slot)
            if len(bucket) > COMPARED:
                del bucket[0]
        return slot

    def _forget(self, slot: int) -> None:
        for band in self._bands[slot].tolist():
            bucket = self._buckets.get(band, [])
            if slot in bucket:
                bucket.remove(slot)
            if not bucket:
                self._buckets.pop(band, None)
        story = self._story_of[slot]
        if story is not None:
            self._members[story].discard(slot)
            if not self._members[story]:
                del self._members[story]

    def _place(self, slot: int, key: Key, found: list[tuple[float, int]]) -> Placed[Key]:
        alike = [
            (likeness, other)
            for likeness, other in found
            if other != slot and self._story_of[other] is not None
        ]
        stories = list(dict.fromkeys(self._story_of[other] for _likeness, other in alike))
        known = [story for story in stories if story is not None and story in self._members]
        if not known:
            self._story_of[slot] = key
            self._members.setdefault(key, set()).add(slot)
            return Placed(key, key)
        story = known[0] if len(known) == 1 else min(known, key=self._age)
        joined = tuple(other for other in known if other != story)
        for other in joined:
            self._join(other, story)
        self._story_of[slot] = story
        self._members[story].add(slot)
        likeness, nearest = alike[0]
        return Placed(key, story, self._keys[nearest], round(likeness, 3), joined)

    def _age(self, story: Key) -> int:
        """A number that is smaller for a story with an older text."""
        return min((slot - self._count) % self._window for slot in self._members[story])

    def _join(self, story: Key, into: Key) -> None:
        slots = self._members.pop(story)
        for slot in slots:
            self._story_of[slot] = into
        self._members[into] |= slots


def _grams(texts: Sequence[str]) -> list[Hashes]:
    """Hashes of the groups of three letters of each text, each once, in order; none for a text that is too short."""
    codes, owners = letters_of([_NOISE.sub(" ", text) for text in texts])
    numbers = np.arange(len(texts))
    lengths = np.diff(np.searchsorted(owners, np.append(numbers, len(texts))))
    if len(codes) < SHORTEST:
        return [np.empty(0, np.uint64)] * len(texts)
    wide = codes.astype(np.uint64)
    hashed = _mixed((wide[:-2] << np.uint64(42)) | (wide[1:-1] << np.uint64(21)) | wide[2:])
    within = (owners[2:] == owners[:-2]) & (lengths[owners[2:]] >= SHORTEST)
    hashed, owners = hashed[within], owners[2:][within]
    borders = np.searchsorted(owners, np.append(numbers, len(texts)))
    return [np.unique(hashed[borders[one] : borders[one + 1]]) for one in numbers]


def _mixed(values: Hashes) -> Hashes:
    values = values * _MIX[0]
    values = (values ^ (values >> np.uint64(30))) * _MIX[1]
    values = (values ^ (values >> np.uint64(27))) * _MIX[2]
    return values ^ (values >> np.uint64(31))


def _minima(all_grams: list[Hashes]) -> npt.NDArray[np.uint32]:
    """For each text the minima of its hashes under 32 mixings; zeros where it has none."""
    minima = np.zeros((len(all_grams), BANDS * ROWS), np.uint32)
    lengths = np.array([len(grams) for grams in all_grams])
    filled = np.flatnonzero(lengths)
    if not len(filled):
        return minima
    hashes = np.concatenate(all_grams)
    begins = np.concatenate(([0], np.cumsum(lengths[filled])[:-1]))
    for row, (factor, term) in enumerate(zip(_FACTORS, _TERMS, strict=True)):
        shuffled = ((hashes * factor + term) >> np.uint64(32)).astype(np.uint32)
        minima[filled, row] = np.minimum.reduceat(shuffled, begins)
    return minima


def _bands(minima: npt.NDArray[np.uint32]) -> Hashes:
    pairs = minima.astype(np.uint64).reshape(len(minima), BANDS, ROWS)
    together = (pairs[:, :, 0] << np.uint64(32)) | pairs[:, :, 1]
    return _mixed(together + np.arange(BANDS, dtype=np.uint64) * _MIX[2])


def _jaccard(one: Hashes, other: Hashes) -> float:
    if len(one) > len(other):
        one, other = other, one
    places = np.searchsorted(other, one)
    places[places == len(other)] = 0
    common = int(np.count_nonzero(other[places] == one))
    return common / (len(one) + len(other) - common)
