"""Train the two models that zhtext ships, and find the temperature of their confidence."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from chaoxin.zhtext import grams, training
from chaoxin.zhtext.linear import LinearModel

from . import texts
from .composing import LABEL, NEGATIVE, NEUTRAL, POSITIVE, Composer, Row

SENTIMENTS = (NEGATIVE, NEUTRAL, POSITIVE)
KINDS = ("complaint", "consultation", "lead", "other", "praise", "spam")
SEED = 20
REVIEWS, POSTS, MESSAGES = 60_000, 50_000, 6_000
# How often each text that was written whole is repeated among the composed ones.
REPEATED_REVIEW, REPEATED_NEUTRAL = 12, 20
COLD_NEUTRAL = 250
ROUNDS = 2
STEP = 0.15
BITS_OF_SENTIMENT, BITS_OF_KINDS = 20, 18
HELD_BACK = 3


@dataclass(frozen=True)
class Written:
    """Texts that were written whole, in the order of the files."""

    reviews: list[Row]
    neutral: list[Row]


def sentiment(cold: Path) -> LinearModel:
    """The shipped model of sentiment. Its temperature is that of one trained without a third of the written texts."""
    written = _written()
    wish = training.Wish(rounds=ROUNDS, bits=BITS_OF_SENTIMENT, seed=SEED, step=STEP)
    kept, held = _split(written)
    part = training.warmed(training.fit(lambda: _rows(kept, cold), wish, SENTIMENTS), held)
    model = training.fit(lambda: _rows(written, cold), wish, SENTIMENTS)
    return replace(model, temperature=part.temperature, about=_about("three-way sentiment"))


def kinds() -> LinearModel:
    """The shipped model of kinds."""
    # Few phrases, often repeated: one careful round keeps the model from being too sure of them.
    wish = training.Wish(rounds=1, bits=BITS_OF_KINDS, seed=SEED, step=0.1, smoothing=10)
    rows = _messages()
    model = training.fit(lambda: rows, wish, KINDS)
    return replace(model, about=_about("kind of a short message"))


def _rows(written: Written, cold: Path) -> list[Row]:
    composer = Composer(SEED)
    rows = [composer.review() for _ in range(REVIEWS)]
    rows += [composer.post() for _ in range(POSTS)]
    rows += written.reviews * REPEATED_REVIEW + written.neutral * REPEATED_NEUTRAL
    rows += list(_cold_neutral(cold))
    Random(SEED).shuffle(rows)
    return rows


def _messages() -> list[Row]:
    composer = Composer(SEED)
    rows = [composer.message(kind) for kind in KINDS for _ in range(MESSAGES)]
    Random(SEED).shuffle(rows)
    return rows


def _written() -> Written:
    reviews = [
        (text, LABEL[sign])
        for name in texts.names("reviews")
        for sign, found in texts.signed(f"reviews/{name}.txt").items()
        for text in found
    ]
    return Written(reviews, [(text, NEUTRAL) for text in texts.plain("posts/neutral_long.txt")])


def _split(written: Written) -> tuple[Written, list[Row]]:
    """All but each third of what was written whole, and those thirds."""
    kept = Written(
        [row for number, row in enumerate(written.reviews) if number % HELD_BACK],
        [row for number, row in enumerate(written.neutral) if number % HELD_BACK],
    )
    return kept, written.reviews[::HELD_BACK] + written.neutral[::HELD_BACK]


def _cold_neutral(cold: Path) -> Iterator[Row]:
    """Texts of COLD that do not offend: talk that takes no side of liking or disliking."""
    with cold.open(encoding="utf-8-sig", newline="") as file:
        calm = [row["TEXT"] for row in csv.DictReader(file) if row["label"] == "0"]
    return ((text, NEUTRAL) for text in Random(SEED).sample(calm, COLD_NEUTRAL))


def _about(what: str) -> dict[str, object]:
    return {
        "what": what,
        "licence": "Apache-2.0",
        "folds": grams.fingerprint(),
        "sources": "texts written for Chaoxin (tools/judgement); COLD (thu-coai/COLDataset, Apache-2.0)",
    }
