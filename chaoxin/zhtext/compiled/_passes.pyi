from collections.abc import Sequence

import numpy as np

Buffer = bytes | memoryview | np.ndarray
Hits = list[tuple[int, int, int]]

VERSION: int

def build(patterns: Sequence[str], numbers: Buffer) -> bytes: ...
def filter_of(numbers: Buffer) -> bytes: ...

class Patterns:
    def __new__(cls, blob: Buffer) -> Patterns: ...
    def hits(self, text: str) -> Hits: ...

class Passes:
    def __new__(
        cls,
        written: Patterns,
        heard: Patterns,
        typed: Patterns,
        glued: Patterns,
        objects: tuple[object, ...],
        arrays: tuple[Buffer, ...],
    ) -> Passes: ...
    def read(
        self, texts: Sequence[str]
    ) -> tuple[
        bytes,
        bytes,
        list[int],
        int,
        bytes | None,
        list[tuple[int, int, int]],
        list[int],
        list[tuple[int, int, str, bool]],
    ]: ...
    def search(
        self,
        entries: Buffer,
        first: Buffer,
        rare: Buffer | None,
        is_plain: bool | None,
        texts: Sequence[str],
        begins: list[int],
        answers: list[list[tuple[object, ...]]],
        doubted: set[int],
        pictures: list[tuple[int, int, int]],
        letters: list[tuple[int, int]],
    ) -> tuple[Hits, Hits, list[tuple[int, int, int]]]: ...
    def written(self, entries: Buffer) -> Hits: ...
    def heard(self, entries: Buffer, rare: Buffer | None) -> Hits: ...
    def typed(
        self,
        entries: Buffer,
        first: Buffer,
        ends: Buffer | None,
        spans: list[tuple[int, int]],
        meant: list[tuple[int, int]],
    ) -> tuple[str, bytes, bytes, Hits] | None: ...

class Weights:
    def __new__(
        cls,
        bits: int,
        weights: Buffer,
        steps: Buffer,
        singles: Buffer,
        joints: Buffer,
        kinds: Buffer,
        before: Buffer,
        after: Buffer,
    ) -> Weights: ...
    def scores(self, texts: list[str]) -> bytearray: ...
    def heard(self, texts: list[str], temperature: float) -> tuple[bytearray, bytearray]: ...
