"""What a short message of a customer wants: 咨询, 投诉, 表扬, 线索, 垃圾 or something else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import numpy as np

from . import denials, judging
from .judging import Judgement
from .linear import LinearModel
from .sums import Floats


class Kind(StrEnum):
    CONSULTATION = "consultation"
    COMPLAINT = "complaint"
    PRAISE = "praise"
    SPAM = "spam"
    LEAD = "lead"
    OTHER = "other"


MODEL = "kinds.bin"
VARIABLE = "CHAOXIN_KINDS_MODEL"
LABELS = frozenset(Kind)
# Signs of a kind, and how much of a score they are worth.
SIGNS: tuple[tuple[Kind, float, re.Pattern[str]], ...] = (
    (Kind.LEAD, 1.5, re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")),
    (Kind.LEAD, 1.0, re.compile("联系我|加盟|进货|代理|采购|团购|招商|回电")),
    (
        Kind.SPAM,
        1.5,
        re.compile("兼职|日结|互粉|互关|刷单|涨粉|看我主页|看我头像|稳赚|秒批|不看征信|套现|代开"),
    ),
    (Kind.CONSULTATION, 0.7, re.compile("[?？]|吗$|多少钱|怎么[买卖用]|请问|咨询")),
    (Kind.COMPLAINT, 1.0, re.compile("投诉|退款|退货|退钱|差评|曝光|12315|给个说法|没人管|没人理")),
)


class KindJudge:
    """Judges by one model, which stays in memory; may be shared by threads."""

    def __init__(self, model: LinearModel) -> None:
        self.model = model

    def judge(self, text: str) -> Judgement:
        return self.judge_many([text])[0]

    def judge_many(self, texts: Sequence[str]) -> list[Judgement]:
        """In the order of the texts; much faster than one by one."""
        return judging.judgements(self.model, self.scores(texts))

    def scores(self, texts: Sequence[str]) -> Floats:
        """A row per text, a column per label of the model."""
        scores = self.model.scores([denials.put_plainly(text) for text in texts])
        for kind, worth, sign in SIGNS:
            column = judging.column(self.model, kind)
            if column is not None:
                found = [number for number, text in enumerate(texts) if sign.search(text)]
                scores[np.array(found, dtype=np.intp), column] += worth
        return scores


def read(path: Path) -> KindJudge:
    """A judge by the model of a file. Raises `NotAModel`, `WrongLabels` and `OSError`."""
    return KindJudge(judging.read(path, LABELS))


@lru_cache(maxsize=1)
def shipped() -> KindJudge:
    """The judge that comes with the product; `docs/model-card.md` says what it knows and what not."""
    return read(judging.SHIPPED / MODEL)


@lru_cache(maxsize=1)
def chosen() -> KindJudge:
    """The judge by the model that `CHAOXIN_KINDS_MODEL` names, or else the shipped one. Raises as `read`."""
    return read(judging.chosen(VARIABLE, MODEL))
