"""What the share call would refuse is found without asking it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from chaoxin.connectors.platforms.weibo.checking import problems_of, status_text

from .cast import SAFE_LINK, SETTINGS, TEXT, picture, post


def codes_of(text: str, *, link: str = "", settings: Mapping[str, object] | None = None) -> set[str]:
    """The codes of all problems of a text."""
    return {problem.code for problem in problems_of(post(text, link=link), {**SETTINGS, **(settings or {})})}


def test_a_good_post_has_no_problem() -> None:
    assert problems_of(post(), SETTINGS) == []


@pytest.mark.parametrize(
    ("length", "found"), [(130, set()), (131, {"text_nearly_too_long"}), (141, {"text_too_long"})]
)
def test_the_link_counts_into_the_length(length: int, found: set[str]) -> None:
    link_and_blank = 1 + len(SAFE_LINK)
    filling = "字" * (length - (link_and_blank + 1) // 2)
    assert codes_of(f"{filling} {SAFE_LINK}") == found


def test_a_text_too_long_says_by_how_much() -> None:
    (problem,) = problems_of(post("字" * 140, link="https://example.com/a"), SETTINGS)
    assert (problem.limit, problem.actual) == (140, 151)
    assert "删去 11 字" in problem.sentence


def test_the_link_of_the_post_goes_to_the_end_once() -> None:
    assert status_text(post("新品", link=SAFE_LINK)) == f"新品 {SAFE_LINK}"
    assert status_text(post(TEXT, link=SAFE_LINK)) == TEXT
    assert status_text(post("", link=SAFE_LINK)) == SAFE_LINK


def test_a_blank_keeps_following_words_out_of_a_link() -> None:
    assert status_text(post(f"看{SAFE_LINK}，很暖和")) == f"看{SAFE_LINK} ，很暖和"
    assert status_text(post(f"看{SAFE_LINK}\n很暖和")) == f"看{SAFE_LINK}\n很暖和"


def test_a_link_of_another_domain_is_not_enough() -> None:
    assert codes_of("新品 https://elsewhere.example.org/a") == {"safe_link_missing"}
    assert codes_of("新品") == {"safe_link_missing"}
    assert codes_of("新品 https://elsewhere.example.org/a https://example.com") == set()


def test_a_channel_without_its_settings_is_stopped() -> None:
    assert {problem.code for problem in problems_of(post(), {})} == {"safe_domain_missing", "rip_missing"}


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "192.168.1.5", "172.20.0.1"])
def test_an_inner_address_is_pointed_out(address: str) -> None:
    assert codes_of(TEXT, settings={"rip": address}) == {"rip_not_public"}


def test_a_public_address_of_the_sixth_version_is_fine() -> None:
    assert codes_of(TEXT, settings={"rip": "2408:8000::1"}) == set()


def test_a_topic_is_stopped() -> None:
    assert codes_of(f"#双十一# {TEXT}") == {"topic_not_allowed"}


def test_a_text_of_the_last_day_is_stopped_where_the_caller_knows_it() -> None:
    recent = {"recent_texts": ["冬季新品今天上架，门店和线上同价，欢迎来试穿 http://t.cn/A6sample"]}
    assert codes_of(TEXT, settings=recent) == {"text_repeated"}
    assert codes_of(TEXT, settings={"recent_texts": ["别的内容"]}) == set()


def test_another_form_is_stopped() -> None:
    assert {problem.code for problem in problems_of(post(form="article"), SETTINGS)} == {"format_unknown"}


@pytest.mark.parametrize(
    ("content_type", "size", "found"),
    [
        ("image/png", None, set()),
        ("image/jpeg", None, set()),
        ("image/gif", None, set()),
        ("image/png", 6_000_000, {"picture_compressed"}),
        ("image/gif", 6_000_000, {"picture_too_large"}),
        ("image/webp", None, {"picture_converted"}),
        ("image/tiff", None, {"picture_type"}),
    ],
)
def test_pictures_are_judged_by_type_and_size(
    content_type: str, size: int | None, found: set[str], tmp_path: Path
) -> None:
    pictures = (picture(tmp_path, content_type=content_type, size=size),)
    assert {problem.code for problem in problems_of(post(pictures=pictures), SETTINGS)} == found


def test_a_second_picture_is_stopped(tmp_path: Path) -> None:
    pictures = (picture(tmp_path), picture(tmp_path, width=65))
    (problem,) = problems_of(post(pictures=pictures), SETTINGS)
    assert (problem.code, problem.limit, problem.actual) == ("too_many_pictures", 1, 2)
