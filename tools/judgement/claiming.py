"""Train the model of claims: what sentences of advertisers claim, whatever words they use."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random

from chaoxin.zhtext import claims, training
from chaoxin.zhtext.linear import LinearModel

from . import texts
from .building import SEEDS, about, mean
from .composing import Row

FOLDER = "claims"
LABELS = tuple(sorted(claims.LABELS))
BITS, ROUNDS, STEP, HIDDEN = 18, 2, 0.3, 0.7
# What people say who advertise nothing; pieces of it, as texts are judged by pieces.
TALK = ("facts", "feelings", "ordinary", "plain", "posts", "reviews", "told")
SHORTEST_TALK, TALKED, TALKED_BY_STRANGERS, REPEATED = 5, 15_000, 12_000, 12
# Found on sentences of a hand that wrote none to learn from: where a person is asked (0.6), two of a hundred sentences
# that only sound like claims are among those that claim something.
TEMPERATURE = 1.85


def claims_model(cold: Path) -> LinearModel:
    """The shipped model of claims; COLD gives what strangers talk of."""
    models = []
    for seed in SEEDS:
        rows = _rows(cold, seed)
        wish = training.Wish(rounds=ROUNDS, bits=BITS, seed=seed, step=STEP, hidden=HIDDEN)
        models.append(training.fit(partial(iter, rows), wish, LABELS))
    return replace(mean(models), temperature=TEMPERATURE, about=about("claims of advertising"))


def _rows(cold: Path, seed: int) -> list[Row]:
    chance = Random(seed)
    talk = chance.sample(_talk(), TALKED) + chance.sample(list(_strangers(cold)), TALKED_BY_STRANGERS)
    rows = [(claims.put_plainly(text), label) for text, label in _written() for _ in range(REPEATED)]
    rows += [(claims.put_plainly(_piece(text, chance)), claims.NOTHING) for text in talk]
    chance.shuffle(rows)
    return rows


def _written() -> list[Row]:
    """Sentences that claim something, and others that only sound so."""
    return [
        (text, claim if sign == texts.LIKING else claims.NOTHING)
        for claim in texts.names(FOLDER)
        for sign, text in texts.in_order(f"{FOLDER}/{claim}.txt")
    ]


def _talk() -> list[str]:
    files = [file for folder in TALK for file in texts.files(folder)]
    return [text for file in files for text in texts.said(file) if len(text) >= SHORTEST_TALK]


def _strangers(cold: Path) -> Iterator[str]:
    with cold.open(encoding="utf-8-sig", newline="") as file:
        return iter([row["TEXT"] for row in csv.DictReader(file) if row["label"] == "0"])


def _piece(text: str, chance: Random) -> str:
    pieces = list(claims.pieces_of(text))
    if not pieces:
        return text
    start, end = chance.choice(pieces)
    return text[start:end]
