"""Of what a rule suggests, what can stand in the text and what only tells how to change it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

REMOVE = "删去"

# Words for who writes, never for who reads. A bracket at the end that asks for something (（写明期限）) makes advice of
# the words before it: put in with them, it would go out; left away, so would what the rule asks for.
_ASKS = r"写明|附|须|补上|授权后|如：|无[^（）]*时）"
_ADVICE = re.compile(
    r"（.*）"
    rf"|.*（(?:{_ASKS})[^（）]*）?"
    r"|删去.+"
    r"|(?:换成|改用|改为|写明|只写|补上|请写|请补|请注明|写出|写清).*"
    r"|写(?:实际|产品|批准|酿造).*"
    r"|把.+改.*|按.+写.*|用.+代替|用.+并写明.*"
    r"|用平台的?.*|放小程序.*|放到.*|挂商品.*"
)


def is_advice(told: str) -> bool:
    """Whether a suggestion tells how to change a text and is no text itself. `删去` alone is no advice: it can be
    done at once."""
    return _ADVICE.fullmatch(told) is not None


@lru_cache(maxsize=4096)
def parted(suggested: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What can stand in the place of the words, and the advice, each in the order given."""
    return _those(suggested, advice=False), _those(suggested, advice=True)


def _those(suggested: Iterable[str], *, advice: bool) -> tuple[str, ...]:
    return tuple(told for told in suggested if is_advice(told) is advice)
