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
        words: tuple[str, ...],
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
    def written(
        self, entries: Buffer, first: Buffer | None, texts: Sequence[str], begins: list[int]
    ) -> tuple[Hits, list[tuple[int, int, int, int, bool]]]: ...
    def may_say(self, entries: Buffer, first: int, behind: int, meanings: Buffer) -> bool: ...
    def heard(self, entries: Buffer, rare: Buffer | None) -> Hits: ...
    def typed(
        self,
        entries: Buffer,
        first: Buffer,
        ends: Buffer | None,
        spans: list[tuple[int, int]],
        meant: list[tuple[int, int]],
    ) -> tuple[str, bytes, bytes, Hits] | None: ...
