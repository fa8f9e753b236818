"""Training on a small language of its own, in which 甲 words are good and 乙 words are bad."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from chaoxin.zhtext import sentiment, training
from chaoxin.zhtext.training import NothingToLearn, Wish

GOOD, BAD, PLAIN = "甲子丑寅", "乙卯辰巳", "天地玄黄宇宙洪荒日月盈昃"


def _rows(count: int, seed: int = 1, *, mistaken: float = 0.0) -> list[training.Row]:
    chance = Random(seed)
    rows = []
    for number in range(count):
        label = chance.choice(["negative", "positive"])
        signs = GOOD if (label == "positive") != (chance.random() < mistaken) else BAD
        text = "".join(chance.choices(PLAIN, k=12)) + chance.choice(signs) + str(number)
        rows.append(("".join(chance.sample(text, len(text))), label))
    return rows


def test_what_is_plain_is_learned_and_the_figures_are_of_held_back_texts() -> None:
    rows = _rows(3000)
    model, figures = training.train(lambda: rows, Wish(bits=14))
    assert model.labels == ("negative", "positive")
    assert figures.macro_f1 > 0.95
    held = [row for row in rows if training.tenth(row[0]) == 0]
    assert figures.count == len(held)
    assert training.measure(model, held) == figures


def test_confidence_knows_how_often_the_labels_are_wrong() -> None:
    rows = _rows(6000, mistaken=0.2)
    _, figures = training.train(lambda: rows, Wish(bits=14))
    assert 0.7 < figures.accuracy < 0.87
    assert figures.error < 0.12


def test_the_same_rows_make_the_same_model() -> None:
    rows = _rows(400)
    one, other = (training.train(lambda: rows, Wish(bits=12))[0].dump() for _ in range(2))
    assert one == other


def test_a_handful_of_corrections_moves_the_shipped_model() -> None:
    base = sentiment.shipped().model
    corrections = [
        (f"这次的茶是{word}的第{number}回", "negative") for word in ("轻飘飘", "寡淡") for number in range(40)
    ]
    others = [(f"茶送到了，第{number}回", "neutral") for number in range(80)]
    rows = corrections + others
    model, _ = training.train(lambda: rows, Wish(bits=base.bits, base=base))
    asked = ["茶轻飘飘的"]
    before, after = base.probabilities(asked), model.probabilities(asked)
    negative = model.labels.index("negative")
    assert after[0, negative] > before[0, negative]
    kept = model.probabilities(["非常好吃，强烈推荐给大家"])
    assert model.labels[int(kept.argmax())] == "positive"


@pytest.mark.parametrize("rows", [[], [("好", "positive")], [("好", "positive"), ("很好", "positive")]])
def test_too_few_labels_are_said_so(rows: list[training.Row]) -> None:
    with pytest.raises(NothingToLearn):
        training.train(lambda: rows, Wish(bits=10))


def test_texts_that_differ_in_blanks_and_signs_fall_together() -> None:
    assert training.tenth("好看，很好看！") == training.tenth("好看 很好看")


def test_perfect_confidence_has_no_error() -> None:
    assert training.calibration_error(np.array([1.0, 1.0]), np.array([True, True])) == 0
    assert training.calibration_error(np.array([0.9, 0.9]), np.array([True, False])) == pytest.approx(0.4)
