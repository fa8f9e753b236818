"""Words in a post that change what readers do with it and how they speak about it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from sandbox.audience.act import Tone

COMMENT_MIXTURE: dict[Tone, float] = {
    "chat": 0.35,
    "praise": 0.25,
    "consultation": 0.15,
    "price": 0.10,
    "complaint": 0.08,
    "spam": 0.07,
}
# People write privately because they want something, so talk and praise give way to questions.
MESSAGE_MIXTURE: dict[Tone, float] = {
    "consultation": 0.34,
    "chat": 0.20,
    "complaint": 0.16,
    "price": 0.14,
    "praise": 0.09,
    "spam": 0.07,
}


@dataclass(frozen=True, slots=True)
class Cue:
    """What a post does that contains the words: factors on rates (`kinds`) and on tones."""

    name: str
    words: re.Pattern[str]
    kinds: Mapping[str, float] = field(default_factory=dict)
    tones: Mapping[Tone, float] = field(default_factory=dict)


CUES = (
    Cue(
        "lottery",
        re.compile(r"抽奖|抽\s*\d|抽取|抽送|开奖|中奖|锦鲤|转发.{0,6}抽"),
        kinds={"read": 1.4, "like": 1.5, "share": 4.0, "comment": 3.0, "follow": 3.0},
        tones={"chat": 2.5, "spam": 1.4, "price": 0.4},
    ),
    Cue(
        "question",
        re.compile(r"[?？]|你们?觉得|说说|聊聊|留言|评论区|投票|你最|哪一?款|吗[。！~～]"),
        kinds={"comment": 1.8},
        tones={"chat": 1.25},
    ),
    Cue(
        "price",
        re.compile(r"\d\s*元|[¥￥]|价格|特价|半价|优惠|折扣|\d\s*折|满减|立减|满\d+|券|到手价|包邮"),
        kinds={"collect": 1.5, "message": 1.3},
        tones={"price": 3.0, "consultation": 1.2},
    ),
    Cue(
        "launch",
        re.compile(r"新品|上新|首发|上市|开业|新店|联名|预售"),
        kinds={"read": 1.15, "comment": 1.2},
        tones={"consultation": 1.6, "price": 1.3},
    ),
    Cue(
        "apology",
        re.compile(r"致歉|道歉|抱歉|对不起|召回|下架通知|停售|情况说明"),
        kinds={"read": 1.8, "comment": 2.5, "share": 1.6, "like": 0.6, "message": 3.0},
        tones={"complaint": 5.0, "praise": 0.4, "chat": 0.6},
    ),
)


def cues_in(text: str) -> tuple[Cue, ...]:
    """The cues that the text gives, in the order of `CUES`."""
    return tuple(cue for cue in CUES if cue.words.search(text))


def tones_under(cues: tuple[Cue, ...], *, mixture: Mapping[Tone, float]) -> dict[Tone, float]:
    """The mixture of tones, shifted by the cues; the shares sum to 1."""
    weights = dict(mixture)
    for cue in cues:
        for tone, factor in cue.tones.items():
            weights[tone] *= factor
    total = sum(weights.values())
    return {tone: weight / total for tone, weight in weights.items()}
