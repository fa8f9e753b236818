"""Dashes where a numeral is meant (第—, 唯—, —夜)."""

from __future__ import annotations

import re
from collections.abc import Sequence

# Behind these a dash is none, nor is one that these follow.
_BEFORE, _BEHIND = "第唯", "夜针次"
_DASHES = "—─━－−–"
_AFTER = f"{_DASHES}丨-"
_DASH = re.compile(
    f"[{_AFTER}](?:(?<=[{_BEFORE}].)(?![{_DASHES}…\\da-z一二三四五六七八九十-])"
    f"|(?<=—)(?<![{_DASHES}\\da-z…-].)(?=[{_BEHIND}]))"
)
# The stroke of kana, which is read as a numeral or as ornament.
_STROKE = "ー"


def may_be_meant(word: str) -> bool:
    """Whether the word has a numeral in a place where a dash is looked for."""
    return any(f"{sign}一" in word for sign in _BEFORE) or any(f"一{sign}" in word for sign in _BEHIND)


def as_strokes(texts: Sequence[str]) -> Sequence[str]:
    """The texts with a stroke in the place of each such dash; as they are where there is none."""
    if not any(map(_may_have_one, texts)):
        return texts
    return [_DASH.sub(_STROKE, text) if _may_have_one(text) else text for text in texts]


def _may_have_one(text: str) -> bool:
    return (
        _is_followed(text, "第", _AFTER)
        or _is_followed(text, "唯", _AFTER)
        or _is_followed(text, "—", _BEHIND)
    )


def _is_followed(text: str, sign: str, others: str) -> bool:
    """Whether one of the others stands behind a sign anywhere."""
    at = text.find(sign)
    while at >= 0:
        at += 1
        if text[at : at + 1] and text[at] in others:
            return True
        at = text.find(sign, at)
    return False
