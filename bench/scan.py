"""How fast texts are scanned with every variant on, beside the raw automaton with the same words in the same run."""

from __future__ import annotations

import argparse
import gc
import random
import string
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import psutil

from bench.chinese import clean_texts
from chaoxin.zhtext.automaton import makers
from chaoxin.zhtext.lexicon import Lexicon, Word
from chaoxin.zhtext.scanning import Scanner

AIM_SINGLE, AIM_BATCH = 0.15, 0.4
PLANTED = 0.55
PIECE = 80


def run(arguments: list[str]) -> dict[str, Any]:
    """For each size of lexicon MB of UTF-8 and texts a second, single and in batches, by the scanner and by the bare
    automaton; `ratio` is the smallest share of an aim."""
    parser = argparse.ArgumentParser(prog="bench scan")
    parser.add_argument("--words", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--texts", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--seed", type=int, default=20261126)
    options = parser.parse_args(arguments)
    rows = [_measured(count, options) for count in options.words]
    shares = [min(row["single_ratio"] / AIM_SINGLE, row["batch_ratio"] / AIM_BATCH) for row in rows]
    return {
        "made_by": makers()[0],
        "texts": options.texts,
        "lexicons": rows,
        "ratio": round(min(shares), 3),
        "ok": min(shares) >= 1,
    }


def words(count: int, chance: random.Random) -> list[str]:
    """Made-up words: 84 of 100 Han of two to eight characters, ten Latin letters and digits, six mixed."""
    common = [bytes([row, cell]).decode("gb2312") for row in range(0xB0, 0xD7) for cell in range(0xA1, 0xFF)]
    made: dict[str, None] = {}
    while len(made) < count:
        kind, length = chance.random(), chance.choices(range(2, 9), (30, 25, 25, 8, 6, 3, 3))[0]
        signs = common if kind < 0.84 else string.ascii_lowercase + string.digits
        word = "".join(chance.choice(signs) for _ in range(length + (3 if kind >= 0.84 else 0)))
        made["".join(chance.choice(common) for _ in range(2)) + word if kind >= 0.94 else word] = None
    return list(made)


def texts_with(planted: Sequence[str], count: int, chance: random.Random) -> list[str]:
    """About 200 characters each, every second with a word of the lexicon in it."""
    texts = []
    for text in clean_texts(count, seed=chance.randrange(1 << 30), least=190):
        place = chance.randrange(len(text))
        texts.append(
            text[:place] + chance.choice(planted) + text[place:] if chance.random() < PLANTED else text
        )
    return texts


def _measured(count: int, options: argparse.Namespace) -> dict[str, Any]:
    from daachorse import CharwiseDoubleArrayAhoCorasick as Raw

    chance = random.Random(options.seed)
    lexicon_words = words(count, chance)
    texts = texts_with(lexicon_words, options.texts, chance)
    size = sum(len(text.encode()) for text in texts) / 1e6
    memory = _memory()
    began = time.perf_counter()
    lexicon = Lexicon([Word(word) for word in lexicon_words])
    built = time.perf_counter() - began
    scanner, grown, raw = Scanner(lexicon), _memory() - memory, Raw(lexicon_words)
    pieces = [texts[start : start + PIECE] for start in range(0, len(texts), PIECE)]
    joined = ["\x01".join(piece) for piece in pieces]
    single = texts[:: max(len(texts) // 500, 1)]
    seconds = _best_of_each(
        options.rounds,
        {
            "single": ([partial(scanner.scan, text) for text in single], len(single)),
            "raw_single": ([partial(raw.find_overlapping, text) for text in single], len(single)),
            "batch": ([partial(scanner.scan_many, piece) for piece in pieces], len(texts)),
            "raw_batch": ([partial(raw.find_overlapping, text) for text in joined], len(texts)),
        },
    )
    row: dict[str, Any] = {"words": count, "build_seconds": round(built, 2), "grown_mb": round(grown)}
    for name, second in seconds.items():
        row[f"{name}_mb_per_second"] = round(size / len(texts) / second, 1)
        row[f"{name}_texts_per_second"] = round(1 / second)
    row["hits"] = sum(map(len, scanner.scan_many(texts)))
    row["raw_hits"] = sum(len(raw.find_overlapping(text)) for text in texts)
    row["single_ratio"] = round(seconds["raw_single"] / seconds["single"], 3)
    row["batch_ratio"] = round(seconds["raw_batch"] / seconds["batch"], 3)
    return row | _loaded(lexicon)


def _best_of_each(rounds: int, jobs: dict[str, tuple[list[Callable[[], object]], int]]) -> dict[str, float]:
    """Seconds for one text. Each piece is done several times, all kinds in turn, and its fastest time counts: on a
    shared machine anything longer than a moment is interrupted."""
    best = {name: [float("inf")] * len(pieces) for name, (pieces, _count) in jobs.items()}
    for _ in range(rounds):
        for name, (pieces, _count) in jobs.items():
            gc.collect()
            for place, piece in enumerate(pieces):
                began = time.perf_counter()
                piece()
                best[name][place] = min(best[name][place], time.perf_counter() - began)
    return {name: sum(best[name]) / count for name, (_pieces, count) in jobs.items()}


def _loaded(lexicon: Lexicon) -> dict[str, Any]:
    dumped = lexicon.dump()
    began = time.perf_counter()
    Lexicon.load(dumped)
    return {"dump_mb": round(len(dumped) / 1e6, 1), "load_seconds": round(time.perf_counter() - began, 3)}


def _memory() -> float:
    gc.collect()
    return float(psutil.Process().memory_info().rss) / 1e6
