"""How many disguised words are found, where exactly, and how often clean texts are blamed.

The ways of disguise are made here by tables of their own (`bench/disguises.py`), not by those of the engine.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from typing import Any

from bench.chinese import clean_texts
from bench.disguises import DISGUISES, INNOCENT, ON_LINES, WORDS
from chaoxin.zhtext.lexicon import Lexicon, Word
from chaoxin.zhtext.scanning import Scanner

AIM_ALL, AIM_CLASS, AIM_EXACT, AIM_ALARMS = 0.95, 0.9, 0.97, 1.0
# What a rule that blocks asks for; a rule that wants a person to look can ask for less.
BLOCKS_FROM, CONFIRMS_FROM = 0.8, 0.5


def run(arguments: list[str]) -> dict[str, Any]:
    """Recall per class (some place of the word overlaps the planted one), share of exact spans among those found,
    and places found in clean texts per 1,000 of them by confidence."""
    parser = argparse.ArgumentParser(prog="bench evasion")
    parser.add_argument("--samples", type=int, default=120, help="of each class")
    parser.add_argument("--clean", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=20261126)
    parser.add_argument("--show", action="store_true", help="print what was missed")
    options = parser.parse_args(arguments)
    scanner = Scanner(Lexicon(WORDS, INNOCENT))
    classes = {name: _recall(scanner, name, options) for name in DISGUISES}
    found = sum(row["found"] for row in classes.values())
    total = sum(row["samples"] for row in classes.values())
    exact = sum(row["exact"] for row in classes.values())
    alarms = _alarms(scanner, options)
    below = sorted(name for name, row in classes.items() if row["found"] < AIM_CLASS * row["samples"])
    recall, exactness = found / total, exact / max(found, 1)
    return {
        "samples": total,
        "recall": round(recall, 4),
        "exact": round(exactness, 4),
        "classes": {name: round(row["found"] / max(row["samples"], 1), 3) for name, row in classes.items()},
        "below_90": below,
        **alarms,
        "ratio": round(recall / AIM_ALL, 3),
        "ok": recall >= AIM_ALL
        and exactness >= AIM_EXACT
        and not below
        and alarms["false_block_per_1000"] <= AIM_ALARMS,
    }


def _recall(scanner: Scanner, name: str, options: argparse.Namespace) -> Counter[str]:
    chance = random.Random(f"{options.seed} {name}")
    around = clean_texts(options.samples, options.seed + 1, least=30)
    row: Counter[str] = Counter()
    for text in around:
        word, written = _disguised(name, chance)
        place = chance.randrange(len(text) + 1)
        whole, start = _planted(text, place, word, written, sign="\n" if name in ON_LINES else "，")
        end = start + len(written)
        places = [
            (one.start, one.end)
            for one in scanner.scan(whole)
            if one.word.text == word.text and one.start < end and start < one.end
        ]
        row["samples"] += 1
        row["found"] += bool(places)
        row["exact"] += (start, end) in places
        if options.show and (start, end) not in places:
            print(
                name,
                word.text,
                repr(written),
                places and [whole[one:other] for one, other in places],
                repr(whole),
            )
    return row


def _disguised(name: str, chance: random.Random) -> tuple[Word, str]:
    while True:
        word = chance.choice(WORDS)
        written = DISGUISES[name](word.text, chance)
        if written is not None and (name == "plain" or written != word.text):
            return word, written


def _planted(text: str, place: int, word: Word, written: str, sign: str) -> tuple[str, int]:
    """Words of two characters by sound need a context, as their rule says; Latin ones do not run into others."""
    lead = f"{sign}加我" if word.near else sign
    return f"{text[:place]}{lead}{written}{sign}{text[place:]}", place + len(lead)


def _alarms(scanner: Scanner, options: argparse.Namespace) -> dict[str, Any]:
    texts = clean_texts(options.clean, options.seed + 2)
    places = [
        (text, one) for text, found in zip(texts, scanner.scan_many(texts), strict=True) for one in found
    ]
    if options.show:
        for text, one in places:
            print("clean:", text[one.start : one.end], one.word.text, one.variant, one.confidence)
    blamed = {
        least: len({text for text, one in places if one.confidence >= least})
        for least in (BLOCKS_FROM, CONFIRMS_FROM, 0.0)
    }
    share = 1000 / len(texts)
    return {
        "clean_texts": len(texts),
        "false_block_per_1000": round(blamed[BLOCKS_FROM] * share, 2),
        "false_confirm_per_1000": round(blamed[CONFIRMS_FROM] * share, 2),
        "false_any_per_1000": round(blamed[0.0] * share, 2),
    }
