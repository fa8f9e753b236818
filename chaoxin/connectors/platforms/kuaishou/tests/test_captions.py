"""The one text of a post, its topics, and what it has to declare."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chaoxin.connectors.platforms.kuaishou.captions import (
    caption_of,
    declarations_of,
    same_caption,
    topics_in,
)
from chaoxin.connectors.platforms.kuaishou.checking import form_problems, interface_problems, lengths_of
from chaoxin.connectors.values import Post

from .cast import picture_post, post, video_post


def codes(post: Post, *, by_hand: bool = False, **settings: object) -> set[str]:
    judge = form_problems if by_hand else interface_problems
    return {f"{problem.level}:{problem.code}" for problem in judge(post, settings)}


def test_topics_and_names_stand_behind_the_text_once() -> None:
    given = post(" 新茶 #春茶 到店 ", options={"topics": ["春茶", "#手工 炒茶", ""], "mentions": ["@店长"]})
    assert caption_of(given) == "新茶 #春茶 到店 #手工炒茶 @店长"
    assert topics_in(caption_of(given)) == ["春茶", "手工炒茶"]


def test_topics_typed_as_one_text_are_taken_apart() -> None:
    assert caption_of(post("新茶", options={"topics": "#春茶 手工炒茶"})) == "新茶 #春茶 #手工炒茶"


def test_lengths_count_what_goes_out() -> None:
    text, topics = lengths_of(post("新茶", options={"topics": ["春茶"]}), {"caption_characters": 20})
    assert (text.used, text.most) == (len("新茶 #春茶"), 20)
    assert (topics.used, topics.most, topics.unit) == (1, 4, "个")


def test_captions_are_the_same_over_blanks_and_width() -> None:
    assert same_caption("新茶 #春茶，ok", "新茶#春茶,OK".replace("OK", "ok"))
    assert not same_caption("新茶", "新茶到店")


@pytest.mark.parametrize(
    ("length", "code"), [(500, ""), (501, "warn:text_long"), (1001, "stop:text_too_long")]
)
def test_length_warns_before_it_stops(length: int, code: str) -> None:
    found = codes(video_post(text="长" * length, options={}))
    assert found == ({code} if code else set())


def test_the_most_characters_can_be_set() -> None:
    assert "stop:text_too_long" in codes(video_post(text="长" * 301, options={}), caption_characters=300)


def test_five_topics_are_unwise_by_the_interface_and_too_many_in_the_form() -> None:
    five = {"topics": ["一", "二", "三", "四", "五"]}
    assert codes(video_post(options=five)) == {"warn:too_many_topics"}
    assert codes(video_post(options=five), by_hand=True) == {"stop:too_many_topics"}


def test_advertising_is_said_in_the_caption_as_there_is_no_label_for_it() -> None:
    for by_hand in (False, True):
        silent = video_post(text="新茶上市", options={"disclosures": ["advertising"]})
        assert codes(silent, by_hand=by_hand) == {"stop:advertising_not_marked"}
        marked = video_post(text="【广告】新茶上市", options={"disclosures": ["advertising"]})
        assert codes(marked, by_hand=by_hand) == set()
    assert declarations_of(marked) == []


def test_ai_is_chosen_in_the_form_but_written_where_there_is_none() -> None:
    silent = video_post(text="新茶", options={"disclosures": ["ai_generated"]})
    assert codes(silent, by_hand=True) == set()
    assert "stop:ai_not_marked" in codes(silent)
    marked = video_post(text="新茶（本内容含 AI 生成内容）", options={"disclosures": ["ai_generated"]})
    assert codes(marked) == {"warn:declaration_by_hand"}


def test_what_only_the_form_has_is_said_of_the_interface() -> None:
    chosen = video_post(options={"mentions": ["店长"], "visibility": "friends"})
    assert codes(chosen) == {"warn:mentions_are_text", "stop:visibility_not_offered"}
    assert codes(chosen, by_hand=True) == set()


def test_the_form_takes_other_videos_than_the_interface() -> None:
    given = video_post()
    assert given.video
    mov = replace(given, video=replace(given.video, content_type="video/quicktime"), cover=None)
    assert codes(mov, by_hand=True) == set()
    assert codes(mov) == {"stop:video_type", "stop:cover_missing"}
    huge = replace(given, video=replace(given.video, size=8_000_000_001, seconds=1801))
    assert codes(huge, by_hand=True) == {"stop:video_too_large", "stop:video_too_long"}
    assert codes(replace(given, video=replace(given.video, size=0))) == {"stop:video_empty"}


def test_the_form_takes_twenty_pictures_or_as_many_as_are_set() -> None:
    assert codes(picture_post(20), by_hand=True) == set()
    assert codes(picture_post(21), by_hand=True) == {"stop:too_many_pictures"}
    assert codes(picture_post(21), by_hand=True, form_pictures=31) == set()
