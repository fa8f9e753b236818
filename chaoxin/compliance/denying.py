"""Whether a denial or a warning before a place is meant of it (并非稳赚不赔), and not of something else in the sentence
(名额不多，稳赚不赔; 不要错过稳赚不赔的机会)."""

from __future__ import annotations

import re
from itertools import pairwise

_DENIAL = re.compile(
    "不得不|不信(?=[你您他来试])|不小心|不承诺|不保证|不作任何|不要相信|不要轻信|不轻信|不提倡|不存在|不具备|不等于|不可能|不可以|不追求|不得|不是|不会|不能|不要|不可|"
    "并不|并非|并未|并无|从不|绝不|决不|没有任何|没有什么|没有|无法|难以|未必|哪有|谈不上|算不上|不|没|未|别信|别|切勿|请勿|勿|莫|"
    "拒绝|告别|远离|摆脱|打破|反对|抵制|严禁|禁止|所谓"
)
# What somebody is urged to, or what there is none of, is not what the words behind it say.
_OF_SOMETHING_ELSE = re.compile(
    "不得不|不信|不小心|(?:千万)?(?:不|别|勿|莫|切勿|请勿|绝不|决不)(?:要|再|能|可|容|该|应|得)?(?:错过|错失|忘|漏|落下|嫌|犹豫|等|迟疑|磨蹭|手软|仅|但|光|只|止|单|限|花|愁|怕|管|论|多|少|贵|难"
    "|够|上班|加班|出门|动手|担心|用(?!信|相信)|需(?!信|相信)|必(?!信|相信))|"
    "(?:没|没有|没有任何)(?:套路|门槛|中间商|经验|基础|本金|成本|压力|时间)|拒绝(?:套路|焦虑|上班|加班|穷|贫穷|打工|内卷|低薪|平庸|烦恼|等待)"
)
# What one says farewell to stands directly behind (告别鼻炎根治 is no warning of 根治).
_FAREWELLS, _DIRECTLY = ("告别", "远离", "摆脱"), 2
_CLAUSE_ENDS = frozenset("，。！？；,!?;\n\r…～~|｜")
LONGEST = 32


def is_meant(source: str, start: int, place: int) -> bool:
    """Of what stands in a text from `start` on and frames what begins at `place`: False where it begins with a denial
    and no denial there goes on to the place without the end of a clause, a picture or a blank between, or with
    something else that is denied; nor does a denial that a word has of its own (稳赚不赔) deny it."""
    if not _DENIAL.match(source, start):
        return True
    between = source[max(start, place - LONGEST) : place]
    return any(_goes_on(between, denial) for denial in _DENIAL.finditer(between))


def _goes_on(between: str, denial: re.Match[str]) -> bool:
    """Whether a denial is of what stands behind all of the text."""
    rest = between[denial.end() :]
    if _OF_SOMETHING_ELSE.match(between, denial.start()) or _ends(rest):
        return False
    return denial[0] not in _FAREWELLS or len(rest) <= _DIRECTLY


def _ends(between: str) -> bool:
    """Whether a clause ends in it: at a sign, a picture, or a blank between two words."""
    if not _CLAUSE_ENDS.isdisjoint(between) or any(
        sign >= "\U0001f000" or "☀" <= sign <= "➿" for sign in between
    ):
        return True
    return any(sign.isspace() and not before.isascii() for before, sign in pairwise(between))
