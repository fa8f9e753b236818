from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from chaoxin.zhtext.duplicates import Stories

ORIGINAL = "昨晚在城西的新店排队两个小时才吃上，牛肉火锅的味道确实不错，就是服务员太少，叫了三次都没人理"
VARIANTS = (
    "转发微博//@阿明: " + ORIGINAL,
    ORIGINAL + " #周末探店# @小红",
    ORIGINAL.replace("三次", "四次").replace("两个小时", "俩小时"),
    "昨晚在城西的新店排队兩個小時才吃上，牛肉火鍋的味道確實不錯，就是服務員太少，叫了三次都沒人理",
    ORIGINAL.replace("，", " ").replace("牛肉", "牛 肉") + "😡😡 https://t.cn/A6xYz12",
)
OTHERS = (
    "这家酒店的早餐种类很多，房间也干净，前台办理入住只用了五分钟，下次出差还会选择这里",
    "手机用了半年，电池明显不如刚买的时候，充满电只能坚持大半天，客服让我寄回去检测",
    "昨晚的牛肉火锅店排队的人真多，味道一般，服务员态度倒是很好，停车也方便",
)
PHRASES = (
    "昨晚 新店 排队 火锅 味道 不错 服务员 太少 酒店 早餐 房间 干净 前台 入住 手机 电池 充电 客服 检测 快递"
    " 包装 破损 退货 颜色 尺码"
)


def test_variants_of_a_text_are_one_story() -> None:
    stories: Stories[str] = Stories()
    assert stories.add("original", ORIGINAL).like is None
    for number, variant in enumerate(VARIANTS):
        placed = stories.add(f"variant {number}", variant)
        assert placed.story == "original"
        assert placed.likeness >= 0.5
    for number, text in enumerate(OTHERS):
        placed = stories.add(f"other {number}", text)
        assert (placed.story, placed.like) == (f"other {number}", None)
    assert stories.members("original") == [
        "original",
        *(f"variant {place}" for place in range(len(VARIANTS))),
    ]


def test_the_most_alike_text_is_named() -> None:
    stories: Stories[str] = Stories()
    stories.add("original", ORIGINAL)
    stories.add("shorter", ORIGINAL[:-12])
    placed = stories.add("copy", ORIGINAL[:-12] + "！")
    assert (placed.like, placed.likeness) == ("shorter", 1.0)


def test_short_texts_are_alike_by_chance_and_make_no_story() -> None:
    stories: Stories[int] = Stories()
    placed = stories.add_many([(1, "好的收到"), (2, "好的收到"), (3, ""), (4, "😀😀😀😀😀😀😀😀")])
    assert [(one.story, one.like) for one in placed] == [(1, None), (2, None), (3, None), (4, None)]


def test_a_text_between_two_stories_joins_them() -> None:
    first, second = (
        "城西的新店牛肉火锅味道确实不错就是排队太久",
        "这家酒店早餐种类很多房间也干净前台办理入住很快",
    )
    stories: Stories[str] = Stories(likeness=0.4)
    stories.add_many([("first", first), ("second", second), ("also second", second + "！")])
    placed = stories.add("both", first + second)
    assert (placed.story, placed.joined) == ("first", ("second",))
    assert stories.members("first") == ["first", "second", "also second", "both"]
    assert stories.members("second") == []


def test_what_left_the_window_is_forgotten() -> None:
    stories: Stories[int] = Stories(window=10)
    stories.add(0, ORIGINAL)
    stories.add_many([(number, _random_text(number)) for number in range(1, 11)])
    assert stories.members(0) == []
    assert stories.add(11, ORIGINAL).like is None
    stories.add_many([(number, _random_text(number)) for number in range(12, 400)])
    assert len(stories._buckets) <= 10 * 16
    assert sum(map(len, stories._members.values())) == 10


def test_a_wave_of_reposts_stays_one_story() -> None:
    stories: Stories[int] = Stories(window=500)
    placed = stories.add_many([(number, f"{ORIGINAL} @用户{number}") for number in range(2_000)])
    assert {one.story for one in placed} == {0}
    assert len(stories.members(0)) == 500


@given(st.lists(st.text(st.sampled_from("新店火锅排队a1，。\n😀@#:/ \ud800"), max_size=40), max_size=12))
def test_one_by_one_gives_what_many_at_once_give(texts: list[str]) -> None:
    one_by_one: Stories[int] = Stories(window=5)
    at_once: Stories[int] = Stories(window=5)
    items = list(enumerate(texts))
    assert [one_by_one.add(*item) for item in items] == at_once.add_many(items)


def test_planted_variants_are_found_among_many_texts() -> None:
    chance = random.Random(7)
    items, planted = [], {}
    for number in range(600):
        text = _random_text(number)
        items.append((number, text))
        if number % 3 == 0:
            planted[10_000 + number] = number
            items.append((10_000 + number, _edited(text, chance)))
    placed = {one.key: one for one in Stories[int]().add_many(items)}
    found = [key for key, original in planted.items() if placed[key].story == placed[original].story]
    assert len(found) >= 0.95 * len(planted)
    assert not [one for key, one in placed.items() if key < 10_000 and one.like is not None]


def _random_text(seed: int) -> str:
    chance = random.Random(seed)
    return "".join(chance.choice(PHRASES.split()) + chance.choice("的了很，就也") for _word in range(25))


def _edited(text: str, chance: random.Random) -> str:
    signs = list(text)
    for place in chance.sample(range(len(signs)), max(1, len(signs) // 20)):
        signs[place] = chance.choice(("", "呀", signs[place] + "啊"))
    return "".join(signs)
