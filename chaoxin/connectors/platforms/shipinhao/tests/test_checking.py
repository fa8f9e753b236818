"""What the form of the creator page would not take is found without asking it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chaoxin.connectors.platforms.shipinhao.checking import problems_of
from chaoxin.connectors.platforms.shipinhao.declarations import label_of, with_marks
from chaoxin.connectors.platforms.shipinhao.description import description_of, lengths_of
from chaoxin.connectors.values import Post

from .cast import album, clip, picture, video, with_options


def codes_of(post: Post, **settings: Any) -> dict[str, str]:
    """Code → level of all problems."""
    return {problem.code: problem.level for problem in problems_of(post, settings)}


def test_good_posts_have_no_problem() -> None:
    assert codes_of(clip()) == {}
    assert codes_of(album()) == {}


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("六个字的标题", {}),
        ("茶" * 16, {}),
        ("茶" * 17, {"title_too_long": "stop"}),
        ("五个字标题", {"title_too_short": "stop"}),
        ("", {"title_missing": "warn"}),
        ("《茶经》“上”：+?%℃ 好", {}),
        ("新茶，到店两款", {"title_signs": "stop"}),
        ("新茶！到店两款", {"title_signs": "stop"}),
        ("新茶_到店两款", {"title_signs": "stop"}),
        ("新茶到店🍵两款", {"title_signs": "stop"}),
    ],
)
def test_short_titles_have_six_to_sixteen_signs_of_few_kinds(title: str, found: dict[str, str]) -> None:
    assert codes_of(clip(title=title)) == found


def test_a_comma_in_a_title_gets_the_hint_to_use_a_blank() -> None:
    (problem,) = problems_of(clip(title="新茶，到店两款"), {})
    assert "逗号请改成空格" in problem.sentence


def test_titles_of_pictures_are_free_up_to_fifty() -> None:
    assert codes_of(album(title="新茶，到")) == {}
    assert codes_of(album(title="")) == {}
    assert codes_of(album(title="茶" * 51)) == {"title_too_long": "stop"}
    assert codes_of(album(title="茶" * 51), pictures_title_most="60") == {}


def test_topics_count_into_the_description() -> None:
    plain = with_options(clip(text="茶" * 998), topics=[], mentions=[])
    assert codes_of(plain) == {}
    assert codes_of(with_options(plain, topics=["茶"])) == {"text_too_long": "stop"}
    assert lengths_of(with_options(plain, topics=["茶"]), {})[1].used == 1001


@pytest.mark.parametrize(
    ("count", "found"), [(3, {}), (4, {"many_topics": "warn"}), (11, {"too_many_topics": "stop"})]
)
def test_many_topics_are_unwise_before_they_are_too_many(count: int, found: dict[str, str]) -> None:
    assert codes_of(with_options(clip(), topics=[f"茶{number}" for number in range(count)])) == found


def test_only_links_inside_of_wechat_can_be_attached() -> None:
    assert codes_of(clip(link="https://mp.weixin.qq.com/s/abc")) == {}
    assert codes_of(clip(link="https://shop.example.com/")) == {"link_not_taken": "warn"}


def test_a_repost_says_from_where() -> None:
    post = with_options(clip(), disclosures=["repost"])
    assert codes_of(post) == {"declaration_incomplete": "warn"}
    assert codes_of(with_options(post, declared_source="山野茶铺公众号")) == {}


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"seconds": 3.0}, {}),
        ({"seconds": 2.9}, {"video_too_short": "stop"}),
        ({"seconds": 7_200.0}, {}),
        ({"seconds": 7_201.0}, {"video_too_long": "stop"}),
        ({"size": 4_000_000_001}, {"video_too_large": "stop"}),
        ({"width": 1000, "height": 3000}, {}),
        ({"width": 1000, "height": 3100}, {"video_ratio": "stop"}),
        ({"width": 3100, "height": 1000}, {"video_ratio": "stop"}),
        ({"width": 640, "height": 960}, {"video_small": "warn"}),
        ({"frame_rate": 59.94}, {}),
        ({"frame_rate": 120.0}, {"video_frame_rate": "warn"}),
        ({"bit_rate": 10_000_001}, {"video_bit_rate": "warn"}),
        ({"video_codec": "hevc"}, {"video_type": "warn"}),
        ({"audio_codec": "opus"}, {"video_type": "warn"}),
        ({"audio_codec": ""}, {}),
    ],
)
def test_videos_are_judged_by_what_the_form_says(said: dict[str, Any], found: dict[str, str]) -> None:
    assert codes_of(clip(video=video(**said))) == found


def test_an_account_with_long_videos_may_send_them() -> None:
    long = clip(video=video(seconds=20_000.0, size=15_000_000_000))
    assert set(codes_of(long)) == {"video_too_long", "video_too_large"}
    assert codes_of(long, video_rights="extended") == {}
    assert set(codes_of(clip(video=video(seconds=30_000.0)), video_rights="extended")) == {"video_too_long"}


def test_nine_pictures_unless_the_account_may_send_more() -> None:
    ten = album(pictures=(picture(),) * 10)
    assert codes_of(ten) == {"too_many_pictures": "stop"}
    assert codes_of(ten, pictures="18") == {}


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"content_type": "image/bmp"}, {}),
        ({"content_type": "image/gif"}, {"picture_type": "stop"}),
        ({"size": 20_000_001}, {"picture_too_large": "stop"}),
    ],
)
def test_pictures_are_judged_by_type_and_size(said: dict[str, Any], found: dict[str, str]) -> None:
    assert codes_of(album(pictures=(picture(**said),))) == found


def test_a_bad_cover_is_a_problem_of_the_cover() -> None:
    cover = replace(picture(), content_type="image/gif")
    assert [problem.field for problem in problems_of(clip(cover=cover), {})] == ["cover"]


def test_the_control_takes_one_label_and_the_rest_stands_in_the_text() -> None:
    assert label_of(["advertising", "ai_generated"]) == "含AI生成内容"
    assert label_of(["opinion"]) == "个人观点，仅供参考"
    assert label_of([]) == ""
    assert with_marks("好茶", ["advertising", "ai_generated"]) == "【广告】好茶"
    assert with_marks("好茶", ["opinion"]) == "好茶"
    assert with_marks("好茶", ["opinion", "fiction"]) == "好茶\n（个人观点，仅供参考）"


def test_what_the_text_has_already_is_not_repeated() -> None:
    post = with_options(clip(text="今天 #围炉煮茶 和 @山野茶铺"), topics=["围炉煮茶", "#新茶"])
    assert description_of(post) == "今天 #围炉煮茶 和 @山野茶铺\n#新茶"


def test_the_counter_goes_by_the_settings_of_the_channel() -> None:
    title, text = lengths_of(clip(), {"title_most": "20", "text_signs": "1200"})
    assert (title.most, text.most) == (20, 1200)
