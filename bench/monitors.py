"""Boolean monitors over a stream of short texts, beside evaluating every rule's words one after the other.

Both read the same texts evened out in the same way and give the same answers, which is checked. A rule is a brand of
a few names AND one or two groups of words, often NOT some others, a third of them with words NEAR each other or in the
title. Brands and words are made up; a brand is in about one text of a hundred.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Mapping
from typing import Any as Anything

from chaoxin.zhtext.boolean import Monitors
from chaoxin.zhtext.layers import Layers
from chaoxin.zhtext.queries import All, Any, Near, Query, Without, Word, parse

SYLLABLES = "安柏辰达恩方光海嘉科兰美宁欧品清荣思泰维新雅源哲智卓博创德丰高恒佳凯立明诺普瑞盛天威祥怡永正"
TOPICS = (
    "发热 掉帧 续航 屏幕 退货 客服 质量 包装 物流 价格 优惠 正品 味道 过敏 异响 漏水 安装 售后 维修 召回 起火 投诉 好评"
    " 差评 推荐 种草 拔草 避雷 测评 开箱 新品 首发 代言 联名 直播 秒杀 断货 涨价 降价 做工 手感 颜色 尺码 面料 保质期"
)
FILLERS = (
    "今天 真的 有点 感觉 大家 一起 刚刚 收到 用了 一周 说说 体验 还是 不错 不太 明显 朋友 问我 到底 值不值"
    " 买 了 这个 那款"
)
BRANDS = 4_000


def run(arguments: list[str]) -> dict[str, Anything]:
    """Texts in a second for each number of rules (best of `--rounds`), those of naive evaluation, and the ratio;
    `ok` is false where the answers differ."""
    options = _parser().parse_args(arguments)
    texts = _texts(random.Random(options.seed), options.texts)
    rounds = {str(rules): _measure(rules, texts, options) for rules in options.rules}
    return {"ok": all(found.pop("ok") for found in rounds.values()), "texts": len(texts), "rules": rounds}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench monitors")
    parser.add_argument("--rules", type=int, nargs="*", default=[1_000, 10_000])
    parser.add_argument("--texts", type=int, default=5_000)
    parser.add_argument(
        "--naive-texts", type=int, default=100, help="texts that are also evaluated rule by rule"
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    return parser


def _measure(number: int, texts: list[dict[str, str]], options: argparse.Namespace) -> dict[str, Anything]:
    chance = random.Random(options.seed + number)
    rules = {place: _rule(chance) for place in range(number)}
    queries = {key: parse(text) for key, text in rules.items()}
    few = texts[: options.naive_texts]
    started = time.perf_counter()
    monitors = Monitors(rules, sample=texts[:500])
    built = time.perf_counter() - started
    seconds = min(
        _seconds(lambda: [monitors.match(text) for text in texts]) for _round in range(options.rounds)
    )
    naive = _seconds(lambda: [_naive(queries, text) for text in few])
    found = [monitors.match(text) for text in few]
    rate, naive_rate = len(texts) / seconds, len(few) / naive
    return {
        "ok": found == [_naive(queries, text) for text in few],
        "build_seconds": round(built, 2),
        "matches_per_text": round(sum(map(len, found)) / len(found), 2),
        "texts_per_second": round(rate),
        "naive_texts_per_second": round(naive_rate, 1),
        "ratio": round(rate / naive_rate, 1),
    }


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _brand(chance: random.Random) -> str:
    """One of the names, the first ones the most talked of."""
    number = int(BRANDS * chance.random() ** 2)
    named = random.Random(number)
    return "".join(named.choice(SYLLABLES) for _place in range(2 + number % 2))


def _texts(chance: random.Random, number: int) -> list[dict[str, str]]:
    words = FILLERS.split()
    topics = TOPICS.split()
    found = []
    for _text in range(number):
        body = [chance.choice(words) for _word in range(chance.randint(10, 50))]
        for word in [
            *chance.sample(topics, chance.randint(0, 3)),
            *([_brand(chance)] * (chance.random() < 0.6)),
        ]:
            body.insert(chance.randrange(len(body)), word)
        found.append({"title": "".join(body[:4]), "text": "".join(body[4:])})
    return found


def _rule(chance: random.Random) -> str:
    topics = TOPICS.split()
    names = " | ".join(_brand(chance) for _name in range(chance.randint(1, 3)))
    groups = [
        " | ".join(chance.sample(topics, chance.randint(2, 6))) for _group in range(chance.randint(1, 2))
    ]
    without = "".join(f" -{word}" for word in chance.sample(topics, chance.randint(0, 3)))
    kind = chance.random()
    if kind < 0.2:
        return f"({names}) NEAR/{chance.randint(5, 30)} ({groups[0]}){without}"
    place = "标题:" if kind < 0.33 else ""
    return " ".join([f"{place}({names})", *(f"({group})" for group in groups)]) + without


def _naive(queries: Mapping[int, Query], fields: Mapping[str, str]) -> list[int]:
    evened = {name: Layers(text).plain for name, text in fields.items()}
    return [key for key, query in queries.items() if _holds(query, evened)]


def _holds(query: Query, fields: Mapping[str, str]) -> bool:
    match query:
        case Word(text, field, _prefix):
            return any(text in found for name, found in fields.items() if field in ("", name))
        case Near(one, other, distance):
            return any(_near(one, other, distance, text) for text in fields.values())
        case Without(part):
            return not _holds(part, fields)
        case All(parts):
            return all(_holds(part, fields) for part in parts)
        case Any(parts):
            return any(_holds(part, fields) for part in parts)


def _near(one: tuple[Word, ...], other: tuple[Word, ...], distance: int, text: str) -> bool:
    sides = [
        [
            (at, at + len(word.text))
            for word in side
            for at in range(len(text))
            if text.startswith(word.text, at)
        ]
        if any(word.text in text for word in side)
        else []
        for side in (one, other)
    ]
    return any(
        0 <= second[0] - first[1] <= distance or 0 <= first[0] - second[1] <= distance
        for first in sides[0]
        for second in sides[1]
    )
