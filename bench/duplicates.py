"""Near-duplicates over a stream of made-up short texts, beside comparing every text with every one before it.

A fifth of the texts have a variant with 2 to 10 percent of their characters changed, a repost mark before or a topic
and a mention behind. `recall` counts variants that land in the story of their text; `strays` are texts without a
variant that are taken for one.
"""

from __future__ import annotations

import argparse
import random
import time
import tracemalloc
from typing import Any

from chaoxin.zhtext.duplicates import SHORTEST, Stories

SIGNS = "这家店的味道确实不错就是排队太久服务员少手机电池快递包装颜色尺码客服退货早餐房间干净前台孩子喜欢价格便宜质量"
SHARE_WITH_A_VARIANT = 0.2
LIKENESS = 0.5

Item = tuple[int, str]


def run(arguments: list[str]) -> dict[str, Any]:
    """Texts in a second in batches and one by one, those of all pairs over `--naive-texts` texts, recall, strays, and
    the memory of a full window in kilobytes a text."""
    options = _parser().parse_args(arguments)
    chance = random.Random(options.seed)
    items, originals = _stream(chance, options.texts)
    stories: Stories[int] = Stories(window=options.window)
    started = time.perf_counter()
    placed = {one.key: one for one in stories.add_many(items)}
    rate = len(items) / (time.perf_counter() - started)
    single = _single_rate(items[: options.naive_texts])
    naive = _naive_rate(items[: options.naive_texts])
    found = [variant for variant, key in originals.items() if placed[variant].story == placed[key].story]
    strays = [one for key, one in placed.items() if key not in originals and one.like is not None]
    recall = len(found) / len(originals)
    return {
        "ok": recall >= 0.9 and len(strays) <= len(items) // 1000,
        "texts": len(items),
        "texts_per_second": round(rate),
        "single_texts_per_second": round(single),
        "naive_texts_per_second": round(naive),
        "naive_texts": options.naive_texts,
        "ratio": round(rate / naive, 1),
        "recall": round(recall, 3),
        "strays": len(strays),
        "kilobytes_per_text": round(_memory(items[: options.naive_texts]) / 1024, 2),
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench duplicates")
    parser.add_argument("--texts", type=int, default=20_000)
    parser.add_argument("--naive-texts", type=int, default=2_000)
    parser.add_argument("--window", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=1)
    return parser


def _stream(chance: random.Random, number: int) -> tuple[list[Item], dict[int, int]]:
    """Texts in random order, a variant always behind its text; for each variant's key the text's."""
    items, originals = [], {}
    for key in range(number):
        text = "".join(chance.choices(SIGNS, k=chance.randint(25, 100)))
        items.append((chance.random(), key, text))
        if chance.random() < SHARE_WITH_A_VARIANT:
            originals[number + key] = key
            items.append((items[-1][0] + chance.random(), number + key, _variant(text, chance)))
    return [(key, text) for _when, key, text in sorted(items)], originals


def _variant(text: str, chance: random.Random) -> str:
    signs = list(text)
    for place in chance.sample(range(len(signs)), max(1, int(len(signs) * chance.uniform(0.02, 0.1)))):
        signs[place] = chance.choice(("", chance.choice(SIGNS), signs[place] + "啊"))
    before, behind = chance.choice((("", ""), ("转发微博//@小明: ", ""), ("", "#今日话题# @小红")))
    return before + "".join(signs) + behind


def _single_rate(items: list[Item]) -> float:
    stories: Stories[int] = Stories()
    started = time.perf_counter()
    for key, text in items:
        stories.add(key, text)
    return len(items) / (time.perf_counter() - started)


def _naive_rate(items: list[Item]) -> float:
    seen: list[set[str]] = []
    started = time.perf_counter()
    for _key, text in items:
        grams = {text[at : at + 3] for at in range(max(0, len(text) - 2))} if len(text) >= SHORTEST else set()
        [other for other in seen if len(grams & other) >= LIKENESS * len(grams | other)]
        seen.append(grams)
    return len(items) / (time.perf_counter() - started)


def _memory(items: list[Item]) -> float:
    """Bytes a text of a window that is full."""
    tracemalloc.start()
    stories: Stories[int] = Stories(window=len(items))
    stories.add_many(items)
    used, _peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return used / len(items)
