"""How Weibo counts text, and which links it takes for safe."""

from __future__ import annotations

import pytest

from chaoxin.connectors.platforms.weibo.counting import (
    domains_of,
    is_safe_link,
    links_in,
    topics_in,
    weighted_length,
)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("汉", 1),
        ("a", 1),
        ("ab", 1),
        ("abc", 2),
        ("汉a字b", 3),
        ("，。！", 3),
        ("汉" * 140, 140),
        ("a" * 280, 140),
        ("a" * 281, 141),
        ("\n" * 2, 1),
        ("😀", 2),
        ("新品 https://shop.example.com/a", 16),
    ],
)
def test_a_chinese_sign_counts_one_and_two_half_width_ones_count_one(text: str, length: int) -> None:
    assert weighted_length(text) == length


def test_a_link_ends_where_chinese_begins() -> None:
    assert links_in("看https://a.example.com/x?b=1，再看http://b.example.com。") == [
        "https://a.example.com/x?b=1",
        "http://b.example.com",
    ]


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("#双十一#来了", ["#双十一#"]),
        ("＃新品＃", ["＃新品＃"]),
        ("第#1名", []),
        ("https://a.example.com/#x 和 https://a.example.com/#y", []),
        ("##", []),
    ],
)
def test_topics_are_marks_on_both_sides(text: str, topics: list[str]) -> None:
    assert topics_in(text) == topics


@pytest.mark.parametrize(
    ("link", "safe"),
    [
        ("https://example.com/a", True),
        ("https://shop.example.com", True),
        ("HTTPS://SHOP.EXAMPLE.COM/A", True),
        ("https://example.com:8443/a", True),
        ("https://notexample.com/a", False),
        ("https://example.com.evil.cn/a", False),
        ("https://evil.cn/?u=https://example.com", False),
        ("https://example.com@evil.cn/", False),
        ("https://[broken", False),
    ],
)
def test_only_the_host_decides_whether_a_link_is_safe(link: str, safe: bool) -> None:
    assert is_safe_link(link, ["example.com"]) is safe


def test_a_setting_may_hold_several_domains_in_any_spelling() -> None:
    assert domains_of("Example.com， http://b.cn/path、.c.cn\nd.cn") == [
        "example.com",
        "b.cn",
        "c.cn",
        "d.cn",
    ]
    assert domains_of("  ") == []
