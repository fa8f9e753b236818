"""What stops a post and what only warns."""

from __future__ import annotations

from pathlib import Path

import pytest

from chaoxin.connectors.platforms.wechat.check import problems
from chaoxin.connectors.values import Picture, Post

from .cast import article, picture, picture_post


def codes(post: Post, level: str = "") -> set[str]:
    return {problem.code for problem in problems(post) if not level or problem.level == level}


def test_a_good_post_has_no_problem() -> None:
    assert codes(article()) == set()
    assert codes(picture_post()) == set()


@pytest.mark.parametrize(("length", "level"), [(32, None), (33, "warn"), (64, "warn"), (65, "stop")])
def test_titles_are_advised_at_32_and_stopped_beyond_64(length: int, level: str | None) -> None:
    found = [problem for problem in problems(article(title="字" * length)) if problem.field == "title"]
    assert [problem.level for problem in found] == ([level] if level else [])


@pytest.mark.parametrize(("length", "level"), [(20, None), (21, "warn"), (32, "warn"), (33, "stop")])
def test_titles_of_picture_messages_are_shorter(length: int, level: str | None) -> None:
    found = [problem for problem in problems(picture_post(title="字" * length)) if problem.field == "title"]
    assert [problem.level for problem in found] == ([level] if level else [])


def test_the_body_is_counted_with_its_markup() -> None:
    assert "html_too_long" in codes(article(html="<p>" + "字" * 19_993 + "</p>", pictures=()))
    assert codes(article(html="<p>" + "字" * 19_992 + "</p>", pictures=())) == set()


def test_picture_addresses_count_before_they_are_known() -> None:
    images = '<img data-picture="first">' * 130
    assert "html_too_long" in codes(article(html=images + "<p>字</p>"))


def test_problems_say_how_much_is_too_much() -> None:
    [problem] = [entry for entry in problems(article(author="字" * 20)) if entry.field == "author"]
    assert (problem.limit, problem.actual) == (16, 20)
    assert "请删掉至少 4 个字" in problem.sentence


def test_the_platforms_own_pictures_may_stay() -> None:
    own = '<p>好</p><img src="https://mmbiz.qpic.cn/mmbiz_jpg/a/0?wx_fmt=jpeg">'
    assert codes(article(html=own, pictures=())) == set()
    assert "foreign_pictures" in codes(
        article(html='<img src="//evil.example/mmbiz.qpic.cn/a">', pictures=())
    )


def test_pictures_of_other_kinds_are_stopped_and_convertible_ones_not() -> None:
    drawing = Picture("drawing", Path("drawing.svg"), "image/svg+xml", 10, 10, 100)
    assert "picture_type" in codes(article(cover=drawing), "stop")
    assert codes(article(cover=picture("cover", kind="WEBP"))) == set()


def test_a_large_animation_is_only_warned_about() -> None:
    animation = Picture("move", Path("move.gif"), "image/gif", 10, 10, 1_500_000)
    html = '<p>好</p><img data-picture="move">'
    assert codes(article(html=html, pictures=(animation,))) == {"animation_lost"}
    assert codes(article(html=html, pictures=(animation,)), "stop") == set()


def test_a_picture_message_takes_twenty_pictures() -> None:
    many = tuple(picture(f"p{number}") for number in range(21))
    assert codes(picture_post(pictures=many), "stop") == {"pictures_too_many"}
    assert codes(picture_post(pictures=many[:20])) == set()
