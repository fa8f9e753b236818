"""Which of a rule's suggestions read well in the place of a word: 茶最好喝 takes 很好喝, and 最佳面膜 takes 优选."""

from __future__ import annotations

import re

# The words of the place behind 最 (很… for 最便宜 is 很便宜).
GOES_ON = "…"
_MOST, _LONGEST_REST = "最", 6
# What says something of what stands before it, and needs 的 before a noun.
_SAYS = re.compile(
    "很|更|比较|受|深受|有(?!限|机)|值得|表现|卖得|各地|让人|符合|面向|覆盖|别具|口碑|品质|标准|不错的选择"
)
_HAN = re.compile("[一-龥]")
# Directly behind a predicate stand only these, or nothing that belongs to it.
_AFTER_A_PREDICATE = re.compile("[了吧啊呀呢哦喔哟嘛啦吗]|而且|但|不过|所以|还|又|也|，")


def written_out(told: str, said: str) -> str:
    """The suggestion for what was found; "" for one that goes on with words that are not there."""
    if GOES_ON not in told:
        return told
    _before, most, rest = said.rpartition(_MOST)
    return told.replace(GOES_ON, rest) if most and rest else ""


def is_written_out(told: str, chosen: str) -> bool:
    """Whether the suggestion is just this, or becomes this for some words."""
    begin, goes_on, end = told.partition(GOES_ON)
    if not goes_on:
        return chosen == told
    rest = len(chosen) - len(begin) - len(end)
    return chosen.startswith(begin) and chosen.endswith(end) and 0 < rest <= _LONGEST_REST


def fitting(suggested: tuple[str, ...], source: str, end: int) -> tuple[str, ...]:
    """Those that fit before what stands in a text from `end` on; all of them where none does."""
    chosen = tuple(told for told in suggested if _fits(told, source, end))
    return chosen or suggested


def _fits(told: str, source: str, end: int) -> bool:
    behind = source[end : end + 1]
    if behind == "的":
        return not told.endswith("的")
    if _HAN.match(behind) and not _AFTER_A_PREDICATE.match(source, end):
        return told.endswith("的") or not _SAYS.match(told)
    return not told.endswith("的") and _SAYS.match(told) is not None
