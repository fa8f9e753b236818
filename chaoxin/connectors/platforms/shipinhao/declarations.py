"""Declarations of our catalogue and the one label that 视频标注 takes.

The control is a single choice. Where several declarations apply, the AI label goes there, since users have to declare
by the platform's own function; whatever the control does not say stands as words in the description.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from chaoxin.connectors.wording import said

NO_LABEL = "无需标注"
LABELS = {
    "ai_generated": "含AI生成内容",
    "advertising": "内容包含营销广告",
    "fiction": "内容为虚构剧情，仅供娱乐",
    "repost": "内容为转载",
    "opinion": "个人观点，仅供参考",
    "self_shot": "内容为自行拍摄",
}
ASKS_FOR = {"内容为转载": said("来源"), "内容为自行拍摄": said("拍摄的时间和地点")}


@dataclass(frozen=True)
class Mark:
    """Words that declare in the description, in front of it or behind it; `said` finds them written by hand."""

    words: str
    leads: bool
    said: re.Pattern[str]


MARKS = {
    "advertising": Mark("【广告】", True, re.compile(r"[\[【(（#]\s*广告\s*[\]】)）#]|^广告|\s广告(?=\s|$)")),
    "ai_generated": Mark(
        "（本内容含 AI 生成内容）", False, re.compile(r"(?:AI|人工智能)\s*(?:生成|合成|创作)", re.IGNORECASE)
    ),
    "fiction": Mark("（虚构演绎，仅供娱乐）", False, re.compile(r"虚构(?:演绎|剧情)|剧情演绎")),
    "opinion": Mark("（个人观点，仅供参考）", False, re.compile(r"个人观点")),
    "repost": Mark("（本内容为转载）", False, re.compile(r"转载|来源[:：]")),
}


def label_of(disclosures: Iterable[str]) -> str:
    """The label to choose in the control; "" for none."""
    made = set(disclosures)
    return next((label for key, label in LABELS.items() if key in made), "")


def with_marks(text: str, disclosures: Iterable[str]) -> str:
    """The text with the words of every declaration that neither the label nor the text makes yet."""
    made = list(dict.fromkeys(disclosures))
    chosen = label_of(made)
    missing = [MARKS[key] for key in made if key in MARKS and LABELS.get(key) != chosen]
    missing = [mark for mark in missing if not mark.said.search(text)]
    leading = "".join(mark.words for mark in missing if mark.leads)
    following = "".join(mark.words for mark in missing if not mark.leads)
    return f"{leading}{text}{chr(10) if following and text else ''}{following}"
