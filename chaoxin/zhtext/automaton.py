"""Finding any of many patterns in one pass: with our own compiled code where a compiler made it, with `daachorse` where
there is a wheel of it, with numpy else; all three with the same hits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any, Protocol

import numpy as np

from .compiled import passes as compiled

Native: Any
try:
    from daachorse import CharwiseDoubleArrayAhoCorasick as Native
except ImportError:  # pragma: no cover - no wheel for this machine
    Native = None

Hit = tuple[int, int, int]
# Longer patterns are found by so many of their characters and then compared.
LONGEST_HASHED = 12
PAIR_BITS = 20
_PRIME, _PAIR_PRIME = np.uint64(1_099_511_628_211), np.uint32(2_654_435_761)
_COMPILED_MAGIC, _NATIVE_MAGIC = b"zhpat2\n\0", b"daachor\0"


class Maker(StrEnum):
    """What automata can be made by, the fastest first."""

    COMPILED = "compiled"
    DAACHORSE = "daachorse"
    NUMPY = "numpy"


def makers() -> tuple[Maker, ...]:
    """Those that this machine has."""
    missing = {Maker.COMPILED: compiled is None, Maker.DAACHORSE: Native is None}
    return tuple(maker for maker in Maker if not missing.get(maker))


class Automaton(Protocol):
    """What all offer."""

    @property
    def hits(self) -> Callable[[str], list[Hit]]:
        """Every place of every pattern, overlapping ones too: start, end (exclusive), number of the pattern."""

    def dump(self) -> bytes:
        """What `load` takes."""


def build(patterns: Sequence[str], maker: Maker | None = None) -> Automaton:
    """An automaton over patterns that differ from one another, none of them empty."""
    maker = maker or makers()[0]
    if maker is Maker.COMPILED:
        order = sorted(range(len(patterns)), key=patterns.__getitem__)
        numbers = np.array(order, dtype=np.uint32)
        return CompiledAutomaton(compiled.build([patterns[number] for number in order], numbers))
    return NativeAutomaton(patterns) if maker is Maker.DAACHORSE and patterns else NumpyAutomaton(patterns)


def load(data: bytes | memoryview, patterns: Callable[[], Sequence[str]]) -> Automaton:
    """What `dump` gave; where it was made by what this machine has not, it is built anew from what `patterns`
    answers. What was compiled is not copied."""
    magic = bytes(data[: len(_COMPILED_MAGIC)])
    if magic == _COMPILED_MAGIC and Maker.COMPILED in makers():
        return CompiledAutomaton(data)
    if magic == _NATIVE_MAGIC and makers()[0] is Maker.DAACHORSE:
        return NativeAutomaton((), Native.deserialize(bytes(data[len(_NATIVE_MAGIC) :])))
    return build(patterns())


class CompiledAutomaton:
    """Patterns in order, behind a filter and a table of how they begin."""

    def __init__(self, blob: bytes | memoryview) -> None:
        self._blob = blob
        self.patterns = compiled.Patterns(blob)
        self.hits: Callable[[str], list[Hit]] = self.patterns.hits

    def dump(self) -> bytes:
        """The tables themselves."""
        return bytes(self._blob)


class NativeAutomaton:
    """Double-array Aho-Corasick."""

    def __init__(self, patterns: Sequence[str], made: Any = None) -> None:
        self._native = made or Native(list(patterns))
        # The library's own method, without a call between.
        self.hits: Callable[[str], list[Hit]] = self._native.find_overlapping

    def dump(self) -> bytes:
        """The automaton's own form."""
        return _NATIVE_MAGIC + bytes(self._native.serialize())


class NumpyAutomaton:
    """Pairs of characters that begin a pattern by a table, then the whole of it by a hash, then by comparing."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self._patterns = list(patterns)
        self._begins = np.zeros(1 << PAIR_BITS, dtype=bool)
        by_length: dict[int, list[int]] = {}
        for number, pattern in enumerate(self._patterns):
            by_length.setdefault(min(len(pattern), LONGEST_HASHED), []).append(number)
        self._by_length = {length: self._hashed(length, by_length[length]) for length in sorted(by_length)}

    def _hashed(self, length: int, numbers: list[int]) -> tuple[np.ndarray, np.ndarray]:
        """Hashes of all patterns of a length in order, and their numbers."""
        signs = _points("".join(self._patterns[number][:length] for number in numbers)).reshape(-1, length)
        hashes = np.zeros(len(numbers), dtype=np.uint64)
        for place in range(length):
            hashes = hashes * _PRIME + signs[:, place]
        if length > 1:
            self._begins[_pair_key(signs[:, 0], signs[:, 1])] = True
        order = np.argsort(hashes, kind="stable")
        return hashes[order], np.asarray(numbers)[order]

    def hits(self, text: str) -> list[Hit]:
        """See `Automaton`."""
        points = _points(text)
        found: list[Hit] = []
        if 1 in self._by_length:
            self._collect(text, 1, np.arange(len(points)), points.astype(np.uint64), found)
        if len(points) > 1:
            places = np.flatnonzero(self._begins.take(_pair_key(points[:-1], points[1:])))
            self._follow(text, points, places, found)
        return sorted(found, key=lambda hit: (hit[1], hit[0], hit[2]))

    def _follow(self, text: str, points: np.ndarray, places: np.ndarray, found: list[Hit]) -> None:
        hashes = points[places].astype(np.uint64)
        longest = max(self._by_length, default=0)
        for length in range(2, longest + 1):
            within = places + length <= len(points)
            places, hashes = places[within], hashes[within]
            hashes = hashes * _PRIME + points[places + (length - 1)]
            if length in self._by_length:
                self._collect(text, length, places, hashes, found)

    def _collect(
        self, text: str, length: int, places: np.ndarray, hashes: np.ndarray, found: list[Hit]
    ) -> None:
        known, numbers = self._by_length[length]
        first = np.searchsorted(known, hashes, side="left")
        last = np.searchsorted(known, hashes, side="right")
        for at in np.flatnonzero(last > first):
            start = int(places[at])
            for number in numbers[first[at] : last[at]]:
                pattern = self._patterns[number]
                if text.startswith(pattern, start):
                    found.append((start, start + len(pattern), int(number)))

    def dump(self) -> bytes:
        """Nothing; it is built anew from the patterns."""
        return b""


def _points(text: str) -> np.ndarray:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _pair_key(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return ((one * _PAIR_PRIME + other) * _PAIR_PRIME) >> np.uint32(32 - PAIR_BITS)
