"""What is wrong with a channel, kept in Chinese, is told in the reader's language on its page and by the API."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import translation

from chaoxin.accounts.testing.cast import Cast, bearer, sign_in
from chaoxin.channels.models import Channel, Grant
from chaoxin.channels.testing.fake_platform import FakePlatform
from chaoxin.connectors.errors import AskPlatform

ENGLISH = {"Accept-Language": "en"}
FROZEN = "这个公众号已被冻结。请登录公众平台查看原因并申诉。"
IN_ENGLISH = "This official account is frozen. Sign in to mp.weixin.qq.com, see why, and appeal."


@pytest.fixture(autouse=True)
def language() -> Iterator[None]:
    """The language that a page was told in ends with the test."""
    with translation.override(None):
        yield


def test_the_last_error_of_a_grant_is_told_on_the_page(
    cast: Cast, channel: Channel, tide: FakePlatform
) -> None:
    Grant.objects.filter(channel=channel).update(last_error=FROZEN)
    assert cast.owner.membership
    type(cast.owner.membership.user).objects.update(language="en")
    page = sign_in(cast.owner).get(f"/w/demo/channels/{channel.pk}/").content.decode()
    assert IN_ENGLISH in page
    assert FROZEN not in page


def test_callers_of_the_api_are_told_what_a_check_found(
    cast: Cast, channel: Channel, tide: FakePlatform
) -> None:
    tide.identify_answer = AskPlatform(FROZEN)
    caller = Client(headers={**bearer(cast.owner), **ENGLISH})
    found = caller.post(f"/api/v1/channels/{channel.pk}/checks").json()
    assert (found["message"], found["channel"]["attention"]) == (IN_ENGLISH, IN_ENGLISH)
    channel.refresh_from_db()
    assert channel.attention == FROZEN
