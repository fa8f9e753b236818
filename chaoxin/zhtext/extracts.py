"""What the extracting grammars answer."""

from __future__ import annotations

from typing import NamedTuple


class Extract(NamedTuple):
    """`source[start:end]` of the text that was read says `value`. `cue` is what gave it away, as it reads once
    evened out; "" where the form alone did. `confidence` (0 to 1) falls with distance from the plain form and with
    the doubt of the context."""

    kind: str
    start: int
    end: int
    value: str
    cue: str = ""
    confidence: float = 1.0
