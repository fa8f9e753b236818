"""How titles count, and the text that a person pastes."""

from __future__ import annotations

import pytest

from chaoxin.connectors.platforms.xiaohongshu.declarations import label_of, with_marks
from chaoxin.connectors.platforms.xiaohongshu.note import all_topics, body_of, lengths_of, title_length

from .cast import note, with_options


@pytest.mark.parametrize(
    ("title", "length"),
    [
        ("茶" * 20, 20),
        ("a" * 40, 20),
        ("a" * 39, 20),
        ("茶a", 2),
        ("，。！", 3),
        ("🍵", 2),
        ("", 0),
        ("10 块钱", 4),
    ],
)
def test_ascii_counts_half_in_titles(title: str, length: int) -> None:
    assert title_length(title) == length


def test_topics_and_mentions_stand_below_the_text() -> None:
    assert body_of(note()).endswith("再放茶。\n\n#围炉煮茶 #周末去哪儿 @山野茶铺")


def test_what_the_text_has_already_is_not_repeated() -> None:
    post = with_options(
        note(text="今天 #围炉煮茶 和 @山野茶铺 一起"),
        topics=["#围炉煮茶", "＃新茶", "新茶", " "],
        mentions=["@山野茶铺"],
    )
    assert body_of(post) == "今天 #围炉煮茶 和 @山野茶铺 一起\n\n#新茶"
    assert all_topics(post) == ["围炉煮茶", "新茶"]


def test_a_topic_ends_at_a_sign() -> None:
    assert all_topics(with_options(note(text="#新茶，到了#春天 的"), topics=[])) == ["新茶", "春天"]


def test_options_of_another_shape_are_no_topics() -> None:
    assert body_of(with_options(note(text="茶"), topics="新茶", mentions=None)) == "茶"


def test_lengths_are_those_of_what_is_pasted() -> None:
    title, text = lengths_of(note(), {})
    assert (title.used, title.most) == (8, 20)
    assert (text.used, text.most) == (len(body_of(note())), 1000)


@pytest.mark.parametrize(
    ("made", "label"),
    [
        ((), ""),
        (("advertising",), "内容包含营销广告"),
        (("advertising", "ai_generated"), "笔记含AI合成内容"),
        (("fiction", "advertising"), "内容包含营销广告"),
        (("opinion",), ""),
    ],
)
def test_the_control_takes_one_label(made: tuple[str, ...], label: str) -> None:
    assert label_of(made) == label


def test_what_the_control_does_not_say_stands_in_the_text() -> None:
    assert with_marks("好茶", ["advertising", "ai_generated"]) == "【广告】好茶"
    assert with_marks("好茶", ["ai_generated", "opinion"]) == "好茶\n（个人观点，仅供参考）"
    assert with_marks("好茶", ["repost"]) == "好茶\n（本内容为转载）"
    assert with_marks("好茶", ["advertising"]) == "好茶"


def test_what_the_text_says_already_is_not_said_twice() -> None:
    assert with_marks("【广告】好茶", ["advertising", "ai_generated"]) == "【广告】好茶"
    assert with_marks("好茶（转载自山野）", ["repost"]) == "好茶（转载自山野）"


def test_the_marks_count_into_the_length() -> None:
    post = with_options(
        note(text="茶" * 996), topics=[], mentions=[], disclosures=["ai_generated", "advertising"]
    )
    assert lengths_of(post, {})[1].used == 1000


def test_the_counter_goes_by_the_settings_of_the_channel() -> None:
    title, text = lengths_of(note(), {"title_signs": "24", "text_signs": "1200"})
    assert (title.most, text.most) == (24, 1200)
