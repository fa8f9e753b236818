"""Whether a text is negative, neutral or positive: a linear model, and rules for what single grams cannot tell."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import lru_cache
from itertools import accumulate
from pathlib import Path

import numpy as np

from . import asking, denials, judging, wry
from .collecting import without_collecting
from .judging import Judgement
from .linear import LinearModel
from .sums import Floats


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
# In a text that is all of two faint words against each other (味道一般，但服务还行) neither counts: it is neutral by so
# much of a score.
_FAINTLY = "一般般?|普通|还行|还可以|还好|还?凑合|过得去|马马虎虎|尚可|中规中矩"
_FAINT = f"[^，。！？；,!?; ]{{0,6}}?(?:比较|算是?|都|也|挺)?(?:{_FAINTLY})[吧了的]?"
TORN = re.compile(f"{_FAINT}[，,；; ]{{0,2}}(?:但是|但|不过|可是|可){_FAINT}[。.!！~～…]{{0,6}}")
LONGEST_FAINT, TORN_COUNTS = 19, 1.5


class Judge:
    """Judges by one model, which stays in memory; may be shared by threads."""

    def __init__(self, model: LinearModel) -> None:
        self.model = model
        self._negative = judging.column(model, Sentiment.NEGATIVE)
        self._positive = judging.column(model, Sentiment.POSITIVE)
        self._neutral = judging.column(model, Sentiment.NEUTRAL)

    def judge(self, text: str) -> Judgement:
        return judging.judgement(self.model, self._scores_of(text))

    def judge_many(self, texts: Sequence[str]) -> list[Judgement]:
        """In the order of the texts; much faster than one by one."""
        with without_collecting():
            return judging.judgements(self.model, self.scores(texts))

    def scores(self, texts: Sequence[str]) -> Floats:
        """A row per text, a column per label of the model."""
        if not texts:
            return np.zeros((0, len(self.model.labels)))
        if len(texts) == 1:
            return np.array([self._scores_of(texts[0])])
        texts = [wry.put_plainly(denials.put_plainly(text)) for text in texts]
        whole, voices = self.model.sums.heard(texts, CLAUSE_TEMPERATURE)
        scores = (whole + CLAUSES_COUNT * voices) / 2
        places = _Places(texts)
        self._weigh_tails(places, scores)
        self._mind_irony(places, scores)
        self._mind_questions(texts, scores)
        return scores

    def _scores_of(self, text: str) -> list[float]:
        """As `scores`, of one text and in plain numbers."""
        text = wry.put_plainly(denials.put_plainly(text))
        whole, voices = self.model.sums.heard_of(text, CLAUSE_TEMPERATURE)
        scores = [(one + CLAUSES_COUNT * other) / 2 for one, other in zip(whole, voices, strict=True)]
        if tail := _tail(text):
            behind = self.model.scores([tail])[0].tolist()
            scores = [
                (score + TAIL_COUNTS * last) / (1 + TAIL_COUNTS)
                for score, last in zip(scores, behind, strict=True)
            ]
            if self._neutral is not None and _is_torn(text, tail):
                scores[self._neutral] = max(scores) + TORN_COUNTS
        if self._negative is not None and self._positive is not None and IRONY.search(text):
            scores[self._negative] += IRONY_COUNTS
            scores[self._positive] -= IRONY_COUNTS
        if self._neutral is not None:
            scores[self._neutral] += asking.worth(text)
        return scores

    def _weigh_tails(self, places: _Places, scores: Floats) -> None:
        ends = dict(places.of(CONTRAST))
        tails = {
            row: tail for row, end in ends.items() if len(tail := places.texts[row][end:]) >= SHORTEST_TAIL
        }
        if tails:
            rows = list(tails)
            scores[rows] += TAIL_COUNTS * self.model.scores(list(tails.values()))
            scores[rows] /= 1 + TAIL_COUNTS
        torn = [row for row, tail in tails.items() if _is_torn(places.texts[row], tail)]
        if torn and self._neutral is not None:
            scores[torn, self._neutral] = scores[torn].max(axis=1) + TORN_COUNTS

    def _mind_irony(self, places: _Places, scores: Floats) -> None:
        if self._negative is None or self._positive is None:
            return
        rows = sorted({row for row, _end in places.of(IRONY)})
        if not rows:
            return
        scores[rows, self._negative] += IRONY_COUNTS
        scores[rows, self._positive] -= IRONY_COUNTS

    def _mind_questions(self, texts: Sequence[str], scores: Floats) -> None:
        short = [row for row, text in enumerate(texts) if len(text) <= asking.LONGEST_QUESTION]
        if short and self._neutral is not None:
            scores[short, self._neutral] += [asking.worth(texts[row]) for row in short]


class _Places:
    """Texts put together, so that a pattern that holds no line break is looked for in all of them at once."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self._joined = "\n".join(texts)
        self._starts = list(accumulate((len(text) + 1 for text in texts), initial=0))

    def of(self, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
        """Of every match in order the number of its text and its end there."""
        for found in pattern.finditer(self._joined):
            end = found.end()
            row = bisect_left(self._starts, end) - 1
            yield row, end - self._starts[row]


def _is_torn(text: str, tail: str) -> bool:
    return len(tail) <= LONGEST_FAINT and TORN.fullmatch(text) is not None


def _tail(text: str) -> str:
    found, end = CONTRAST.search(text), 0
    while found:
        end = found.end()
        found = CONTRAST.search(text, end)
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
