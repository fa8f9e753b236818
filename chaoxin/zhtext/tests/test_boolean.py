from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chaoxin.zhtext.boolean import Monitors
from chaoxin.zhtext.layers import Layers
from chaoxin.zhtext.queries import All, Any, BadQuery, Near, Query, Without, Word, parse

WORDS = ("华为", "华", "手机", "机壳", "发热", "ai", "aid", "p60", "60", "好", "充电 口")
FIELDS = ("title", "text")


def matches(query: str, text: str = "", **fields: str) -> bool:
    return Monitors({"it": query}).match({"text": text, **fields}) == ["it"]


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("华为 手机", "华为新出的手机", True),
        ("华为 手机", "华为新出的平板", False),
        ("华为 AND 手机", "手机是华为的", True),
        ("华为 且 手机", "手机是华为的", True),
        ("华为 | 荣耀", "荣耀手机", True),
        ("华为 或 荣耀", "小米手机", False),
        ("手机 -壳", "手机壳", False),
        ("手机 不含 壳", "手机膜", True),
        ("手机 NOT (壳 | 膜)", "手机膜", False),
        ("華為 手機", "华为手机", True),
        ("华为手机", "ＨＵＡＷＥＩ華為手機", True),
        ("ai", "He said", False),
        ("ai", "用AI写", True),
        ("iphone", "iPhone15", True),
        ("618", "16180", False),
        ("app*", "Apple", True),
        ("app", "Apple", False),
        ('"not bad"', "it's Not Bad", True),
        ("发热 NEAR/2 手机", "发热的手机", True),
        ("发热 NEAR/2 手机", "手机在发热", True),
        ("发热 近/2 手机", "发热的是这台手机", False),
        ("(华为 | 荣耀) NEAR/1 (发热 | 烫)", "荣耀很烫", True),
        ("华为 | 荣耀 发热", "华为", True),
        ("（华为｜荣耀）发热", "华为", False),
        ("华为AND发热", "发热的华为", True),
        ("华为AND发热", "华为and发热", True),
        ("华为AND发热", "华为", False),
        ("华为OR荣耀", "荣耀", True),
        ("手机NOT壳", "手机壳", False),
        ("华为AND(发热OR烫)NOT二手", "烫手的华为", True),
        ("“华为”AND“发热”", "发热的华为", True),
        ("发热NEAR/2手机", "发热的是这台手机", False),
        ("手机AND标题:新品", "手机", False),
        ("华为and发热", "发热的华为", False),
        ("华为BRAND发热", "发热的华为", False),
        ("华为AND5G", "5G的华为", False),
        ("ANDROID手机", "手机上的ANDROID", False),
        ("华为ANDROID手机", "手机上的ANDROID 华为", False),
    ],
)
def test_what_a_query_means(query: str, text: str, expected: bool) -> None:
    assert matches(query, text) is expected


def test_fields_are_kept_apart() -> None:
    assert matches("标题:新品", title="新品", text="旧物")
    assert not matches("标题:新品", title="旧物", text="新品")
    assert matches("作者:(小明 | 小红) 新品", author="小红", text="新品")
    assert not matches("新品上市", title="新品", text="上市")
    assert not matches("新品 NEAR/50 上市", title="新品", text="上市")


def test_the_order_of_the_rules_is_the_order_of_the_answer() -> None:
    monitors = Monitors([(2, "手机"), (1, "华为"), (3, "荣耀"), (4, "华为 手机")])
    assert monitors.match({"text": "华为手机"}) == [2, 1, 4]


@pytest.mark.parametrize(
    ("query", "said", "place"),
    [
        ("", "空的", (0, 0)),
        ("(华为", "没有配对的右括号", (0, 1)),
        ("华为)", "多了一个右括号", (2, 3)),
        ("华为 | ", "没写完", (5, 5)),
        ("华为 | | 荣耀", "缺一个词", (5, 6)),
        ("-华为", "至少写一个必须出现的词", (0, 3)),
        ("华为 | -荣耀", "至少写一个必须出现的词", (0, 8)),
        ("华为，荣耀", "逗号", (2, 3)),
        ('华为 "手机', "引号没有配对", (3, 4)),
        ("题目:华为", "没有叫“题目”的字段", (0, 3)),
        ("华为 NEAR (手机 壳)", "NEAR 的两边", (8, 9)),
        ("华为 or 荣耀", "要大写", (3, 5)),
        ("华为 +", "没有可以查找的字", (3, 4)),
        ("(" * 50 + "华为" + ")" * 50, "太深", (40, 41)),
    ],
)
def test_a_bad_query_says_what_and_where(query: str, said: str, place: tuple[int, int]) -> None:
    with pytest.raises(BadQuery, match=said) as raised:
        parse(query)
    assert (raised.value.start, raised.value.end) == place


@given(st.text(st.sampled_from('华为ab1()（）"“”|&-! ORANDNEAR/近且或非:：标题，*\n'), max_size=30))
def test_any_query_is_understood_or_refused_with_a_place(query: str) -> None:
    place = place_of_the_fault(query)
    assert place is None or 0 <= place[0] <= place[1] <= len(query)


def place_of_the_fault(query: str) -> tuple[int, int] | None:
    try:
        parse(query)
    except BadQuery as refused:
        return refused.start, refused.end
    return None


words = st.builds(Word, st.sampled_from(WORDS), st.sampled_from(("", *FIELDS)), st.just(False))
nears = st.builds(
    Near, st.tuples(words), st.lists(words, min_size=1, max_size=2).map(tuple), st.integers(0, 6)
)
parts: st.SearchStrategy[Query] = st.recursive(
    words | nears,
    lambda inner: st.one_of(
        st.builds(Without, inner),
        st.lists(inner, min_size=1, max_size=3).map(lambda found: All(tuple(found))),
        st.lists(inner, min_size=1, max_size=3).map(lambda found: Any(tuple(found))),
    ),
    max_leaves=6,
)
texts = st.text(st.sampled_from("华为手机壳发热好aid p60充电口，\n"), max_size=30)


def written(query: Query) -> str:
    """The query as a person would write it."""
    match query:
        case Word(text, field, _prefix):
            return f'{field}:"{text}"' if field else f'"{text}"'
        case Near(one, other, distance):
            sides = [f"({' | '.join(written(word) for word in side)})" for side in (one, other)]
            return f"{sides[0]} NEAR/{distance} {sides[1]}"
        case Without(part):
            return f"NOT ({written(part)})"
        case All(found):
            return f"({' AND '.join(written(part) for part in found)})"
        case Any(found):
            return f"({' OR '.join(written(part) for part in found)})"


def naively(query: Query, fields: Mapping[str, str]) -> bool:
    match query:
        case Word():
            return any(naive_places(query, name, text) for name, text in fields.items())
        case Near(one, other, distance):
            return any(
                0 <= later - end <= distance
                for name, text in fields.items()
                for sides in ((one, other), (other, one))
                for _start, end in [place for word in sides[0] for place in naive_places(word, name, text)]
                for later, _end in [place for word in sides[1] for place in naive_places(word, name, text)]
            )
        case Without(part):
            return not naively(part, fields)
        case All(found):
            return all(naively(part, fields) for part in found)
        case Any(found):
            return any(naively(part, fields) for part in found)


def naive_places(word: Word, field: str, text: str) -> list[tuple[int, int]]:
    if word.field not in ("", field):
        return []
    size = len(word.text)
    starts = [start for start in range(len(text)) if text.startswith(word.text, start)]
    return [(start, start + size) for start in starts if is_whole(text, start, start + size)]


def is_whole(text: str, start: int, end: int) -> bool:
    def goes_on(one: str, other: str) -> bool:
        both = one + other
        return len(both) == 2 and both.isascii() and (both.isalpha() or both.isdigit())

    return not goes_on(text[start - 1 : start], text[start]) and not goes_on(
        text[end - 1], text[end : end + 1]
    )


@settings(max_examples=300)
@given(st.lists(parts, min_size=1, max_size=8), st.lists(st.tuples(texts, texts), min_size=1, max_size=4))
def test_the_answer_is_that_of_naive_evaluation(queries: list[Query], pairs: list[tuple[str, str]]) -> None:
    rules = {}
    for number, query in enumerate(queries):
        text = f'"华" | {written(query)}' if number % 2 else f'"好" AND {written(query)}'
        rules[number] = (text, Any((Word("华"), query)) if number % 2 else All((Word("好"), query)))
    kept = {
        number: (text, query) for number, (text, query) in rules.items() if place_of_the_fault(text) is None
    }
    samples = [dict(zip(FIELDS, pair, strict=True)) for pair in pairs]
    for sample in ((), samples):
        monitors = Monitors({number: text for number, (text, _query) in kept.items()}, sample=sample)
        for fields in samples:
            evened = {name: Layers(text).plain for name, text in fields.items()}
            expected = [number for number, (_text, query) in kept.items() if naively(query, evened)]
            assert monitors.match(fields) == expected


def test_a_long_text_full_of_hits_takes_no_longer_than_its_length() -> None:
    monitors = Monitors({"near": "好 NEAR/3 坏", "or": "好 | 坏"})
    assert monitors.match({"text": "好" * 200_000}) == ["or"]
