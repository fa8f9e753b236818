"""Whether a pattern takes time in proportion to a text, whatever that is."""

from __future__ import annotations

from . import patterns
from .patterns import Border, Either, Look, Part, Parts, Repeat


def is_bounded(pattern: str) -> bool:
    """Whether nothing in it may stand there any number of times. What begins with the text's beginning is tried only
    once, so that it may."""
    parts = patterns.read(pattern)
    return parts[:1] == (Border(first=True),) or _all_bounded(parts)


def _all_bounded(parts: Parts) -> bool:
    return all(_is_bounded(part) for part in parts)


def _is_bounded(part: Part) -> bool:
    if isinstance(part, Repeat):
        return part.most is not None and _all_bounded(part.repeated)
    if isinstance(part, Either):
        return all(_all_bounded(branch) for branch in part.branches)
    return not isinstance(part, Look) or _all_bounded(part.seen)
