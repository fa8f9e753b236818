"""Whoever publishes by hand reads labels and steps in his language; what he pastes and chooses stays as the platform
has it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import translation

from chaoxin.accounts.testing.cast import Cast, bearer, sign_in
from chaoxin.connectors.assisting import Copy, Package, Step
from chaoxin.connectors.values import Post
from chaoxin.connectors.wording import names, said
from chaoxin.publishing import handoff_links
from chaoxin.publishing.models import Handoff

from .by_hand import HandStage
from .stage import at

ENGLISH = {"Accept-Language": "en"}
STEPS = [
    "Add the pictures (3) in order",
    "Choose whom to @ from the list: 小周, 小李",
    "Choose “含广告” under “视频标注” and fill in: Source",
    "没有译文的一步",
]


def package(post: Post, settings: Mapping[str, Any]) -> Package:
    return Package(
        copies=(Copy("text", "正文", post.text), Copy("topics", said("话题"), "#新品")),
        pictures=post.pictures,
        declaration="含广告",
        steps=(
            Step("pictures", said("按顺序添加 %(count)d 张图片", count=3)),
            Step("mentions", said("@ 要从列表里点选：%(names)s", names=names(["小周", "小李"]))),
            Step("label", said("“视频标注”选“%(label)s”，并填写%(what)s", label="含广告", what=said("来源"))),
            Step("own", "没有译文的一步", required=False),
        ),
    )


@pytest.fixture(autouse=True)
def language() -> Iterator[None]:
    """The language that a page was told in ends with the test."""
    with translation.override(None):
        yield


@pytest.fixture
def handoff(hand: HandStage, monkeypatch: pytest.MonkeyPatch) -> Handoff:
    cache.clear()
    monkeypatch.setattr(hand.platform, "package", package)
    return hand.opened()


def steps_in(html: str) -> list[str]:
    return re.findall(r'<input [^>]*name="step"[^>]*><span[^>]*>([^<]*?) ?<', html)


def test_the_phone_page_tells_the_steps_in_english(handoff: Handoff) -> None:
    with at(0):
        html = Client(headers=ENGLISH).get(f"/h/{handoff_links.secret_of(handoff)}/").content.decode()
    assert steps_in(html) == STEPS
    assert '<label for="copy-text">Text</label>' in html
    assert "今年的桂花乌龙" in html
    assert '<p class="label">含广告</p>' in html
    assert not re.search(r"\d+月\d+日", html)


def test_the_desk_and_the_api_tell_them_too(handoff: Handoff, cast: Cast) -> None:
    client = sign_in(cast.lead)
    client.post(reverse("accounts:profile"), {"name": "李负责", "language": "en", "theme": "auto"})
    told = Client(headers={**bearer(cast.lead), **ENGLISH})
    with at(0):
        html = client.get(f"/w/demo/handoffs/{handoff.delivery_id}/").content.decode()
        made = told.get(f"/api/v1/handoffs/{handoff.delivery_id}/package").json()
    assert steps_in(html) == STEPS
    assert not re.search(r"\d+月\d+日", html)
    assert [step["sentence"] for step in made["steps"]] == STEPS
