"""Dashes where a numeral is meant (第—, 唯—, —夜)."""

from __future__ import annotations

import re
from collections.abc import Sequence

# Behind these a dash is none, nor is one that these follow.
_BEFORE, _BEHIND = "第唯", "夜针次"
_DASHES = "—─━－−–"
_DASH = re.compile(
    f"[{_DASHES}丨-](?:(?<=[{_BEFORE}].)(?![{_DASHES}…\\da-z一二三四五六七八九十-])"
    f"|(?<=—)(?<![{_DASHES}\\da-z…-].)(?=[{_BEHIND}]))"
)
# The stroke of kana, which is read as a numeral or as ornament.
_STROKE = "ー"


def as_strokes(texts: Sequence[str]) -> Sequence[str]:
    """The texts with a stroke in the place of each such dash; as they are where there is none."""
    return [_DASH.sub(_STROKE, text) for text in texts] if any(map(_may_have_one, texts)) else texts


def _may_have_one(text: str) -> bool:
    """Quick, as it is asked of every text."""
    told = "第" in text or "唯" in text or "—" in text
    return told and any(map(text.__contains__, (*_DASHES, "丨", "-")))
