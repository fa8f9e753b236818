"""What the form of the creator centre would not take is found without asking it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chaoxin.connectors.platforms.xiaohongshu.checking import problems_of
from chaoxin.connectors.values import Post

from .cast import note, picture, video, video_note, with_options


def codes_of(post: Post, **settings: Any) -> dict[str, str]:
    """Code → level of all problems."""
    return {problem.code: problem.level for problem in problems_of(post, settings)}


def test_good_notes_have_no_problem() -> None:
    assert codes_of(note()) == {}
    assert codes_of(video_note()) == {}


def test_a_note_without_a_title_is_unwise_only() -> None:
    assert codes_of(note(title=" ")) == {"title_missing": "warn"}


def test_a_title_at_the_limit_passes_and_one_above_says_by_how_much() -> None:
    assert codes_of(note(title="茶" * 20)) == {}
    (problem,) = problems_of(note(title="茶" * 22 + "ab"), {})
    assert (problem.code, problem.limit, problem.actual) == ("title_too_long", 20, 23)
    assert "删去 3 字" in problem.sentence


def test_topics_count_into_the_text() -> None:
    plain = with_options(note(text="茶" * 998), topics=[], mentions=[])
    assert codes_of(plain) == {}
    assert codes_of(with_options(plain, topics=["茶"])) == {"text_too_long": "stop"}


def test_a_topic_with_a_blank_would_be_cut() -> None:
    assert codes_of(with_options(note(), topics=["周末 去哪"])) == {"topic_broken": "stop"}


def test_topics_of_the_text_count_too() -> None:
    written = " ".join(f"#茶{number}" for number in range(9))
    post = with_options(note(text=written), topics=["一", "二"])
    assert codes_of(post) == {"too_many_topics": "stop"}
    assert codes_of(post, topics="11") == {}


def test_a_number_that_the_platform_has_stated_cannot_be_set_aside() -> None:
    long = video_note(video=video(seconds=15_000.0))
    assert codes_of(long, video_seconds="20000") == {"video_too_long": "stop"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("看 www.example.com", "outside_link"),
        ("去 shop.example.cn 买", "outside_link"),
        ("电话13800001111", "contact_diversion"),
        ("加V聊", "contact_diversion"),
        ("微信：tea_house", "contact_diversion"),
        ("扫码进群", "contact_diversion"),
    ],
)
def test_what_leads_away_from_the_platform_is_pointed_out(text: str, code: str) -> None:
    assert codes_of(note(text=text)) == {code: "warn"}
    assert codes_of(with_options(note(), first_comment=text)) == {code: "warn"}


@pytest.mark.parametrize("text", ["微信红包封面好看", "喝了3杯，1.5元一克", "订单号 20261120", "去茶山2.0"])
def test_harmless_words_are_left_alone(text: str) -> None:
    assert codes_of(note(text=text)) == {}


def test_a_link_of_the_post_does_not_come_along() -> None:
    assert codes_of(note(link="https://shop.example.com/")) == {"link_not_taken": "warn"}


def test_two_declarations_are_left_to_a_person() -> None:
    (problem,) = problems_of(with_options(note(), disclosures=["advertising", "ai_generated"]), {})
    assert (problem.code, problem.level) == ("one_declaration_only", "warn")
    assert "“笔记含AI合成内容”，“内容包含营销广告”改写在正文里" in problem.sentence


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"content_type": "image/webp"}, {}),
        ({"content_type": "image/gif"}, {"picture_type": "stop"}),
        ({"content_type": "image/bmp"}, {"picture_type": "stop"}),
        ({"size": 20_000_001}, {"picture_large": "warn"}),
        ({"size": 32_000_001}, {"picture_too_large": "stop"}),
        ({"width": 1080, "height": 1440}, {}),
        ({"width": 2000, "height": 1000}, {}),
        ({"width": 1080, "height": 1920}, {"picture_ratio": "warn"}),
        ({"width": 2100, "height": 1000}, {"picture_ratio": "warn"}),
    ],
)
def test_pictures_are_judged_by_type_size_and_ratio(said: dict[str, Any], found: dict[str, str]) -> None:
    assert codes_of(note(pictures=(picture(**said),))) == found


def test_eighteen_pictures_pass_and_nineteen_do_not() -> None:
    assert codes_of(note(pictures=(picture(),) * 18)) == {}
    assert codes_of(note(pictures=(picture(),) * 19)) == {"too_many_pictures": "stop"}


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"seconds": 14_400.0}, {}),
        ({"seconds": 14_401.0}, {"video_too_long": "stop"}),
        ({"size": 20_000_000_000}, {}),
        ({"size": 20_000_000_001}, {"video_too_large": "stop"}),
        ({"content_type": "video/quicktime"}, {}),
        ({"content_type": "video/webm"}, {"video_type": "warn"}),
        ({"width": 600, "height": 800}, {"video_small": "warn"}),
    ],
)
def test_videos_are_judged_by_length_size_and_kind(said: dict[str, Any], found: dict[str, str]) -> None:
    assert codes_of(video_note(video=video(**said))) == found


def test_a_bad_cover_is_a_problem_of_the_cover() -> None:
    cover = replace(picture(), content_type="image/gif")
    assert [problem.field for problem in problems_of(video_note(cover=cover), {})] == ["cover"]
