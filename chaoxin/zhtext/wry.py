"""What is dearer than elsewhere, and a laugh at what is no fun, put as they are meant: by words they sound well."""

from __future__ import annotations

import re

from .grams import CLAUSE_END

DEAR, NO_FUN = "太贵了", "无语"

_INSIDE = f"[^{CLAUSE_END}]"
# 贵一点 is hardly blame.
_SO_MUCH = (
    r"(?:整整|足足|差不多|将近|快)?(?:[一两二三四五六七八九十几百千半好多\d]{1,6}(?:多|来|分之)?"
    "(?:倍|块|元|毛|成|[百千万]|截|大截|[一二三]|%)|不少|好多|很多|太多|许多|离谱)(?:多|不止)?"
)
_HERE = "(?!这|此|你|您|他家|它|现在|今天|今年|目前)"
_DEARER = re.compile(f"比(?<!性价比){_HERE}{_INSIDE}{{1,8}}?(?:贵|(高))(?:了|出)?{_SO_MUCH}(?!的)")
# Where others are dearer than what is spoken of, that is praise; what is compared stands so near before the comparison.
_OTHERS = re.compile(
    "(?:别人|别家|别处|别的|其他|其它|超市|商场|专柜|实体店|门店|线下|外面|隔壁|官网|原价|平时|以前|之前)"
    f"{_INSIDE}{{0,6}}$"
)
_PRICE = re.compile("(?:价格|价钱|价位|售价)$")
NEAR = 12
# Who laughs and goes on so has waited, or was promised something.
_LAUGHED_OFF = re.compile(
    r"笑(?:死|了|不活|(?<=会笑))[我了]{0,2}[，,!！。.…~ ]{0,3}"
    r"(?=(?:足足|整整|我)?(?:等|排|催)(?!到?你|一下|会儿)|说好的|这[也就]?(?:配|叫|好意思)|还要?[排等]|就这[^么个样些种])"
)


def put_plainly(text: str) -> str:
    """The text with such phrases replaced by plain ones; mostly the text itself."""
    # Asked first, since most texts have none of these signs and are many.
    if "笑" in text:
        text = _LAUGHED_OFF.sub(f"{NO_FUN}，", text)
    return _DEARER.sub(_meant, text) if "比" in text else text


def _meant(found: re.Match[str]) -> str:
    before = found.string[max(0, found.start() - NEAR) : found.start()]
    is_of_price = not found[1] or _PRICE.search(before)
    return DEAR if is_of_price and not _OTHERS.search(before) else found[0]
