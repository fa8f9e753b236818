"""Sentiment: accuracy and macro-F1 of the shipped model and of one trained as a customer would, beside SnowNLP.

The labelled sets may be evaluated on and not passed on, so they lie outside of the project: in the folder that `--data`
or CHAOXIN_DATA_SETS names. SnowNLP (MIT) is asked where it is installed: `.venv/bin/uv pip install snownlp`.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import random
import time
from pathlib import Path
from typing import Any

from bench._sentiment_sets import TEXTS_MISSING, LabelledSet, label_names, sets_of
from chaoxin.zhtext import sentiment, training
from chaoxin.zhtext.linear import LinearModel

VARIABLE = "CHAOXIN_DATA_SETS"
SPEED_TEXTS = 20_000


def run(arguments: list[str]) -> dict[str, Any]:
    """A row per set: `shipped` and `trained` on the whole test part, and both beside `snownlp` on a sample of it."""
    parser = argparse.ArgumentParser(prog="bench sentiment")
    parser.add_argument(
        "--data", default=os.environ.get(VARIABLE, ""), help=f"the folder of the sets ({VARIABLE})"
    )
    parser.add_argument(
        "--sample", type=int, default=1000, help="texts of each set that SnowNLP judges; it is slow"
    )
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    folder = Path(options.data) if options.data else None
    found = list(sets_of(folder)) if folder else []
    rows = {one.name: _row(one, options.sample, options.seed) for one in found}
    return {
        "sets": rows or TEXTS_MISSING,
        "snownlp_installed": _snownlp_is_here(),
        **_speed([text for one in found for text, _ in one.test] or ["这个东西很好用，就是快递慢了一点。"]),
        "model_octets": sum(path.stat().st_size for path in _shipped_files()),
        "ok": bool(rows),
    }


def _row(one: LabelledSet, sample: int, seed: int) -> dict[str, Any]:
    shipped, trained = sentiment.shipped(), sentiment.Judge(_trained(one))
    some = random.Random(seed).sample(one.polar, min(sample, len(one.polar)))
    row: dict[str, Any] = {
        "test": len(one.test),
        "train": len(one.train),
        "folded_away": one.folded_away,
        "shipped": _figures(shipped, one),
        "trained": _figures(trained, one),
    }
    if _snownlp_is_here():
        truth = [label for _, label in some]
        row["same_sample"] = {
            "texts": len(some),
            "snownlp": _scored(truth, _asked_snownlp([text for text, _ in some])),
            "shipped": _scored(truth, _polar(shipped, [text for text, _ in some])),
            "trained": _scored(truth, _polar(trained, [text for text, _ in some])),
        }
    return row


def _trained(one: LabelledSet) -> LinearModel:
    base = sentiment.shipped().model
    model = training.fit(lambda: one.train, training.Wish(bits=base.bits, base=base), base.labels)
    return training.warmed(model, one.dev)


def _figures(judge: sentiment.Judge, one: LabelledSet) -> dict[str, Any]:
    """Two-way figures leave neutral texts out and never answer neutral."""
    truth = [label for _, label in one.polar]
    figures = {"binary": _scored(truth, _polar(judge, [text for text, _ in one.polar]))}
    if one.three_way:
        judged = judge.judge_many([text for text, _ in one.test])
        right = [each.label == label for each, (_, label) in zip(judged, one.test, strict=True)]
        figures["three_way"] = _scored([label for _, label in one.test], [each.label for each in judged])
        figures["three_way"]["ece"] = _error([each.confidence for each in judged], right)
    return figures


def _polar(judge: sentiment.Judge, texts: list[str]) -> list[str]:
    negative, positive = label_names(judge.model)
    scores = judge.scores(texts)
    return [
        sentiment.Sentiment.POSITIVE if row[positive] > row[negative] else sentiment.Sentiment.NEGATIVE
        for row in scores
    ]


def _scored(truth: list[str], judged: list[str]) -> dict[str, float]:
    labels = sorted(set(truth))
    each = []
    for label in labels:
        both = sum(a == b == label for a, b in zip(truth, judged, strict=True))
        each.append(2 * both / max(1, truth.count(label) + judged.count(label)))
    right = sum(a == b for a, b in zip(truth, judged, strict=True))
    return {
        "accuracy": round(right / max(1, len(truth)), 4),
        "macro_f1": round(sum(each) / max(1, len(each)), 4),
    }


def _error(confidence: list[float], right: list[bool]) -> float:
    import numpy as np

    return round(training.calibration_error(np.array(confidence), np.array(right)), 4)


def _snownlp_is_here() -> bool:
    return importlib.util.find_spec("snownlp") is not None


def _asked_snownlp(texts: list[str]) -> list[str]:
    from snownlp import SnowNLP

    return [
        sentiment.Sentiment.POSITIVE if SnowNLP(text).sentiments >= 0.5 else sentiment.Sentiment.NEGATIVE
        for text in texts
    ]


def _speed(texts: list[str]) -> dict[str, float]:
    judge = sentiment.shipped()
    many = [texts[number % len(texts)] for number in range(SPEED_TEXTS)]
    judge.scores(many[:512])
    started = time.process_time()
    judge.scores(many)
    batch = time.process_time() - started
    judge_many = time.process_time()
    judge.judge_many(many)
    judged = time.process_time() - judge_many
    started = time.process_time()
    for text in many[: SPEED_TEXTS // 4]:
        judge.judge(text)
    single = time.process_time() - started
    return {
        "mean_characters": round(sum(map(len, many)) / len(many), 1),
        "texts_per_second_single": round(SPEED_TEXTS / 4 / single),
        "texts_per_second_batch": round(SPEED_TEXTS / judged),
        "texts_per_second_batch_scores": round(SPEED_TEXTS / batch),
    }


def _shipped_files() -> list[Path]:
    from chaoxin.zhtext import judging

    return sorted(judging.SHIPPED.glob("*.bin"))
