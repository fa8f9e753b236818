"""How much speaks for no liking in a short text before its words are heard: most questions and notes like nothing."""

from __future__ import annotations

import re

# In characters: a note of a line, and a question of one clause.
SHORT, LONGEST_QUESTION = 16, 20
NOTE_COUNTS, QUESTION_COUNTS = 0.8, 2.0

_INSIDE = r"[^，。！；,.!; \n都也]"
_ASKING = re.compile(
    "(?:(?:能不能|可不可以|会不会|有没有|要不要|是不是|是哪种|多久|多少|多大|几[个点号天次岁楼种]"
    "|哪[里儿个家款天种边](?!好)|怎么(?<![不没]怎么)(?![这那还又就老总会不没是有变越回了样地])|什么时候|啥时候)"
    f"{_INSIDE}{{0,9}}|(?:能|可以|会|有|要|需要|支持|包){_INSIDE}{{1,9}}(?:吗|么|不|没))[啊呀呢]?[?？~～]?$"
)
_BEFORE = re.compile(f"{_INSIDE}{{0,10}}")


def worth(text: str) -> float:
    """What no liking is worth more, in scores of the shipped model. 怎么这么慢 asks nothing."""
    if len(text) > LONGEST_QUESTION:
        return 0.0
    asking = _ASKING.search(text)
    asks = asking is not None and _BEFORE.fullmatch(text, 0, asking.start()) is not None
    return (NOTE_COUNTS if len(text) <= SHORT else 0.0) + (QUESTION_COUNTS if asks else 0.0)
