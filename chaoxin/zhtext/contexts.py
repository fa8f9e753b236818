"""What stands around a word and takes its meaning away: a negation before it, quoting marks with a word about words."""

from __future__ import annotations

import re

REACH = 14
# What denies a word begins so many characters before it at most.
DENIED_WITHIN = 8
# Quoting marks stand so near.
QUOTED_WITHIN = 8
# What one is not to do with what a word says (请勿添加客服的微信).
_TO_DO = (
    r"(?:让你|诱导|要求|随便|轻易|私自|主动|再|去)?"
    r"(?:添加|加|扫|联系|相信|轻信|信){1,2}(?:我们?|你|他|客服|对方|别人|任何)?的?"
)
_DO_NOT = "(?:(?<![特个级性类区分差告识辨派道])别|莫)"
# What is done is part of the word itself (别加微信).
_NOT_TO_BE_DONE = re.compile(f"{_DO_NOT}(?:再|去|随便|轻易|私自)?$")
_DONE = frozenset("加添扫信联")
# Directly before the word, with nothing but little words between.
_NEGATED = re.compile(
    r"(?:(?:并非|绝非|决非|而非|不(?<!是不)是|并不是|不算|算不上|称不上|谈不上|说不上|不敢说|不敢称|不能说|不能称|不等于|不代表|不意味着|没有说|"
    r"从不|绝不|并不|不要|不用|不会|不需要|无需|无须|请勿|切勿|勿|禁止|严禁|不得|不可|不允许|不准|杜绝|谨防|警惕|小心|当心|拒绝|抵制)"
    r"(?:什么|所谓的?|使用|出现|宣称|自称|说是|任何|再|去|在|用|是|说|称|为|的|做|写|有|随便|轻易|私自|主动"
    rf"|{_TO_DO})?|{_DO_NOT}{_TO_DO})[“\"「『‘']?$"
)
# Each negation has one of these.
DENYING = frozenset("非不没勿禁杜谨警小当拒抵无别莫")
OPENING, CLOSING = frozenset("“\"「『‘'《【"), frozenset("”\"」』’'》】")
_ABOUT_WORDS = re.compile(
    r"^[”\"」』’'》】、，和或及等“「『‘《【\w]{0,12}?(?:一词|字样|等词|等字眼|字眼|这个词|这类词|这样的词|这种词|二字|两个?字|三个?字|的说法|"
    r"等用语|用语|等表述|的表述|等绝对化|违禁词|禁用词|敏感词|极限词|不能用|不可用|不得使用|不要使用|避免使用|属于违规|违法|违规)"
)
_FORBIDS = re.compile(
    r"(?:不得|禁止|严禁|避免|不能|不要|不可)(?:使用|出现|含有|用|写|含)?(?:诸如|例如|如|像)?[“\"「『‘'《【]$"
)


# Directly behind a word that is spoken about without quoting marks (药妆一词, 首屈一指的典故).
_NAMED_AS_WORD = re.compile(
    r"(?:一词|二字|[两三四]个?字(?!母)|这个词|这个成语|这类词|这种说法|这个说法|一说|一语|字样|等词|等字眼|等用语|等表述|的典故|的出处|的说法|用来形容)"
)
# What each of these begins with, and what its second character is.
BEHIND, SECOND_BEHIND = frozenset("一二两三四这字等的用"), frozenset("词字个类种说语样用表典出来")
# What stands directly before a word that is denied.
DIRECTLY_BEFORE = frozenset(
    "非是算上说称于着味有不要用会需须勿止禁得可许准绝防惕心拒抵绝制么谓的现任何再去在为做写别莫加扫系信我们你他服方人导求便易自动“\"「『‘'"
)


_ANY = re.compile(f"[{re.escape(''.join(DENYING | OPENING | BEHIND))}]")


def may_have_contexts(text: str) -> bool:
    """Whether anything in a text may negate, quote or name a word of it."""
    return _ANY.search(text) is not None


def has_no_context(text: str, start: int, end: int) -> bool:
    """Whether nothing around a place can negate, quote or name what stands there. Quick, and not sure where it says
    no."""
    named = text[end : end + 1] in BEHIND and text[end + 1 : end + 2] in SECOND_BEHIND
    denied = text[start - 1 : start] in DIRECTLY_BEFORE and not DENYING.isdisjoint(
        text[max(0, start - DENIED_WITHIN) : start]
    )
    return not named and not denied and not _in_marks(text, start, end)


def _in_marks(text: str, start: int, end: int) -> bool:
    return not (
        OPENING.isdisjoint(text[max(0, start - QUOTED_WITHIN) : start])
        or CLOSING.isdisjoint(text[end : end + QUOTED_WITHIN])
    )


def negated(text: str, start: int) -> bool:
    """Whether the word that begins at `start` is denied or warned of."""
    if DENYING.isdisjoint(text[max(0, start - DENIED_WITHIN) : start]):
        return False
    before = text[max(0, start - REACH) : start]
    if text[start : start + 1] in _DONE and _NOT_TO_BE_DONE.search(before):
        return True
    return _NEGATED.search(before) is not None


def quoted(text: str, start: int, end: int) -> bool:
    """Whether the word is spoken about as a word, in quoting marks or without."""
    if _NAMED_AS_WORD.match(text, end):
        return True
    if not _in_marks(text, start, end):
        return False
    return bool(
        _ABOUT_WORDS.match(text[end : end + REACH + 8])
        or _FORBIDS.search(text[max(0, start - REACH) : start])
    )
