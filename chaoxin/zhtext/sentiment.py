"""Whether a text is negative, neutral or positive: a linear model, and rules for what single grams cannot tell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import numpy as np

from . import denials, judging
from .judging import Judgement
from .linear import Floats, LinearModel, softmax


class Sentiment(StrEnum):
    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"


MODEL = "sentiment.bin"
VARIABLE = "CHAOXIN_SENTIMENT_MODEL"
LABELS = frozenset(Sentiment)
# A text is heard as a whole and clause by clause. Each clause has one voice, however loud: its shares at this
# temperature. What the voices say together counts so much beside the whole. Both are in scores of the shipped model.
CLAUSE_TEMPERATURE = 2.3
CLAUSES_COUNT = 9.0
# What follows the last of these is what somebody means; it counts once more.
CONTRAST = re.compile("但是|但|可是|然而|不过|可惜|美中不足|没想到")
TAIL_COUNTS = 0.5
SHORTEST_TAIL = 1
# Signs that praise is not meant, worth so much of a score.
IRONY = re.compile(
    r"呵呵|🙂|\[微笑\]|真是谢谢|可真行|真行啊|真有你|好一个|也是醉了|我谢谢你|谢谢您嘞|\[费解\]|\[白眼\]|🙄"
)
IRONY_COUNTS = 0.5


class Judge:
    """Judges by one model, which stays in memory; may be shared by threads."""

    def __init__(self, model: LinearModel) -> None:
        self.model = model
        self._negative = judging.column(model, Sentiment.NEGATIVE)
        self._positive = judging.column(model, Sentiment.POSITIVE)

    def judge(self, text: str) -> Judgement:
        return self.judge_many([text])[0]

    def judge_many(self, texts: Sequence[str]) -> list[Judgement]:
        """In the order of the texts; much faster than one by one."""
        return judging.judgements(self.model, self.scores(texts))

    def scores(self, texts: Sequence[str]) -> Floats:
        """A row per text, a column per label of the model."""
        if not texts:
            return np.zeros((0, len(self.model.labels)))
        texts = [denials.put_plainly(text) for text in texts]
        whole, clauses, firsts = self.model.clause_scores(texts)
        voices = softmax(clauses / CLAUSE_TEMPERATURE)
        if len(texts) == 1:
            heard = voices.sum(axis=0) / len(voices) ** 0.5
        else:
            count = np.diff(firsts, append=len(clauses))
            heard = np.add.reduceat(voices, firsts) / np.sqrt(count)[:, None]
        scores = (whole + CLAUSES_COUNT * heard) / 2
        self._weigh_tails(texts, scores)
        self._mind_irony(texts, scores)
        return scores

    def _weigh_tails(self, texts: Sequence[str], scores: Floats) -> None:
        tails = {number: tail for number, text in enumerate(texts) if (tail := _tail(text))}
        if tails:
            rows = list(tails)
            scores[rows] += TAIL_COUNTS * self.model.scores(list(tails.values()))
            scores[rows] /= 1 + TAIL_COUNTS

    def _mind_irony(self, texts: Sequence[str], scores: Floats) -> None:
        if self._negative is None or self._positive is None:
            return
        rows = [number for number, text in enumerate(texts) if IRONY.search(text)]
        if not rows:
            return
        scores[rows, self._negative] += IRONY_COUNTS
        scores[rows, self._positive] -= IRONY_COUNTS


def _tail(text: str) -> str:
    end = 0
    for found in CONTRAST.finditer(text):
        end = found.end()
    tail = text[end:] if end else ""
    return tail if len(tail) >= SHORTEST_TAIL else ""


def read(path: Path) -> Judge:
    """A judge by the model of a file. Raises `NotAModel`, `WrongLabels` and `OSError`."""
    return Judge(judging.read(path, LABELS))


@lru_cache(maxsize=1)
def shipped() -> Judge:
    """The judge that comes with the product; `docs/model-card.md` says what it knows and what not."""
    return read(judging.SHIPPED / MODEL)


@lru_cache(maxsize=1)
def chosen() -> Judge:
    """The judge by the model that `CHAOXIN_SENTIMENT_MODEL` names, or else the shipped one. Raises as `read`."""
    return read(judging.chosen(VARIABLE, MODEL))
