"""Addresses of posts, against pairs seen on the web."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaoxin.connectors.platforms.weibo.permalink import base62_of_mid, made_at, mid_of_base62, permalink

# Pairs of mid and short form as several public converters and address bars show them.
PAIRS = {
    "3501756485200075": "z0JH2lOMb",
    "3501703397689247": "z0Ijpwgk7",
    "3501701648871479": "z0IgABdSn",
    "3500330408906190": "z08AUBmUe",
    "3500247231472384": "z06qL6b28",
    "3512191498379699": "z579Hz9Wr",
    "4331051486294436": "Hd1N2qpta",
    "4404101091169383": "I1IGF4Ud1",
}


@pytest.mark.parametrize(("mid", "short"), PAIRS.items())
def test_known_pairs_convert_both_ways(mid: str, short: str) -> None:
    assert base62_of_mid(mid) == short
    assert mid_of_base62(short) == mid


@given(st.integers(min_value=1, max_value=2**63 - 1))
def test_converting_there_and_back_changes_nothing(number: int) -> None:
    assert mid_of_base62(base62_of_mid(str(number))) == str(number)


def test_the_number_of_a_post_tells_when_it_was_made() -> None:
    # The sample on the platform's page for statuses/share: "Wed Oct 24 23:49:17 +0800 2012".
    assert made_at("3504803600502730") == datetime(2012, 10, 24, 15, 49, 17, tzinfo=UTC)
    assert made_at("") is None
    assert made_at("z0JH2lOMb") is None
    assert made_at("9" * 30) is None


def test_an_address_needs_both_numbers() -> None:
    assert permalink("6397634785", "3501756485200075") == "https://weibo.com/6397634785/z0JH2lOMb"
    assert permalink("", "3501756485200075") == ""
    assert permalink("6397634785", "") == ""


def test_a_short_form_with_other_signs_is_refused() -> None:
    with pytest.raises(ValueError):
        mid_of_base62("z0J-2lOMb")
