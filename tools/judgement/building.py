"""Train the models of sentiment and kinds that zhtext ships, and find the temperature of their confidence."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from random import Random

import numpy as np

from chaoxin.zhtext import training
from chaoxin.zhtext.linear import LinearModel, stepped
from chaoxin.zhtext.sentiment import Judge

from . import texts
from .composing import LABEL, NEGATIVE, NEUTRAL, POSITIVE, Composer, Row

SENTIMENTS = (NEGATIVE, NEUTRAL, POSITIVE)
KINDS = ("complaint", "consultation", "lead", "other", "praise", "spam")
SEED = 20
# Each model is the mean of as many, each of other texts by the same phrases.
SEEDS = range(SEED, SEED + 4)
REVIEWS, POSTS, NOTES, MESSAGES = 80_000, 60_000, 8_000, 6_000
# How often each text that was written whole is repeated among the composed ones, by the folder that it lies in. What is
# told by what happened is hard to learn from single words, so it is heard but once.
REPEATED = {"reviews": 8, "ordinary": 4, "told": 1, "feelings": 10}
REPEATED_NEUTRAL = 40
COLD_NEUTRAL = 250
ROUNDS = 2
STEP = 0.1
HIDDEN = 0.7
# What is composed has fewer texts without any sign of liking than people write, and more that like.
NEUTRAL_BIAS, LIKING_BIAS = 1.0, -0.2
# What others write is less like our texts than those held back are.
STRANGERS = 1.25
BITS_OF_SENTIMENT, BITS_OF_KINDS = 20, 18
# Neighbors often say the same with the opposite sign, so they are kept or held back together.
HELD_BACK, NEIGHBORS = 3, 10


@dataclass(frozen=True)
class Written:
    """Texts that were written whole, by folder in the order of the files; and neutral ones that are long."""

    texts: dict[str, list[Row]]
    neutral: list[Row]


def sentiment(cold: Path) -> LinearModel:
    """The shipped model of sentiment. Its temperature is that of one trained without a third of the written texts."""
    written = _written()
    kept, held = _split(written)
    part = _inclined(mean([_fitted(kept, cold, SEED)]))
    part = training.warmed(part, held, Judge(part).scores)
    model = _inclined(mean([_fitted(written, cold, seed) for seed in SEEDS]))
    temperature = part.temperature * STRANGERS
    return replace(model, temperature=temperature, about=about("three-way sentiment"))


def _fitted(written: Written, cold: Path, seed: int) -> LinearModel:
    wish = training.Wish(rounds=ROUNDS, bits=BITS_OF_SENTIMENT, seed=seed, step=STEP, hidden=HIDDEN)
    rows = _rows(written, cold, seed)
    return training.fit(lambda: rows, wish, SENTIMENTS)


def _inclined(model: LinearModel) -> LinearModel:
    biases = model.biases.copy()
    biases[SENTIMENTS.index(NEUTRAL)] += NEUTRAL_BIAS
    biases[SENTIMENTS.index(POSITIVE)] += LIKING_BIAS
    return replace(model, biases=biases)


def mean(models: list[LinearModel]) -> LinearModel:
    """One model of the weights of several, which know the same labels."""
    weights = np.mean([model.weights * model.scales for model in models], axis=0)
    biases = np.mean([model.biases for model in models], axis=0)
    steps, scales = stepped(weights)
    return LinearModel(models[0].labels, models[0].bits, steps, scales, biases)


def kinds() -> LinearModel:
    """The shipped model of kinds."""
    # Few phrases, often repeated: one careful round keeps the model from being too sure of them.
    models = []
    for seed in SEEDS:
        wish = training.Wish(rounds=1, bits=BITS_OF_KINDS, seed=seed, step=0.1, smoothing=10)
        rows = _messages(seed)
        models.append(training.fit(partial(iter, rows), wish, KINDS))
    return replace(mean(models), about=about("kind of a short message"))


def _rows(written: Written, cold: Path, seed: int) -> list[Row]:
    composer = Composer(seed)
    rows = [composer.review() for _ in range(REVIEWS)]
    rows += [composer.post() for _ in range(POSTS)]
    rows += [composer.note() for _ in range(NOTES)]
    rows += [
        (composer.retold(text), label)
        for folder, known in written.texts.items()
        for text, label in known
        for _ in range(REPEATED[folder])
    ]
    rows += written.neutral * REPEATED_NEUTRAL + list(_cold_neutral(cold))
    Random(seed).shuffle(rows)
    return rows


def _messages(seed: int) -> list[Row]:
    composer = Composer(seed)
    rows = [composer.message(kind) for kind in KINDS for _ in range(MESSAGES)]
    Random(seed).shuffle(rows)
    return rows


def _written() -> Written:
    by_folder = {
        folder: [
            (text, LABEL[sign])
            for name in texts.names(folder)
            for sign, text in texts.in_order(f"{folder}/{name}.txt")
        ]
        for folder in REPEATED
    }
    return Written(by_folder, [(text, NEUTRAL) for text in texts.plain("posts/neutral_long.txt")])


def _split(written: Written) -> tuple[Written, list[Row]]:
    """All but each third of what was written whole, and those thirds."""
    kept = Written(
        {folder: _third(rows, held=False) for folder, rows in written.texts.items()},
        _third(written.neutral, held=False),
    )
    every = [*written.texts.values(), written.neutral]
    return kept, [row for rows in every for row in _third(rows, held=True)]


def _third(rows: list[Row], *, held: bool) -> list[Row]:
    return [row for number, row in enumerate(rows) if held == (number // NEIGHBORS % HELD_BACK == 0)]


def _cold_neutral(cold: Path) -> Iterator[Row]:
    """Texts of COLD that do not offend: talk that takes no side of liking or disliking."""
    with cold.open(encoding="utf-8-sig", newline="") as file:
        calm = [row["TEXT"] for row in csv.DictReader(file) if row["label"] == "0"]
    return ((text, NEUTRAL) for text in Random(SEED).sample(calm, COLD_NEUTRAL))


def about(what: str) -> dict[str, object]:
    """What a model of these texts says of itself."""
    return {
        "what": what,
        "licence": "Apache-2.0",
        "sources": "texts written for Chaoxin (tools/judgement); COLD (thu-coai/COLDataset, Apache-2.0)",
    }
