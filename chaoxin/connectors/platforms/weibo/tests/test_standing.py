"""What accounts can do: by the way they are connected, their verification, the application's permissions."""

from __future__ import annotations

from typing import Any

import pytest

from chaoxin.connectors.manifest import Capability, Standing
from chaoxin.connectors.platforms.weibo.manifest import MANIFEST


def row(key: str, **standing: Any) -> Capability:
    offer = MANIFEST.offer(Standing("api", **standing))
    return next(entry for entry in offer.capabilities if entry.key == key)


@pytest.mark.parametrize(
    ("standing", "offered", "words"),
    [
        ({}, True, "没有权限时"),
        ({"settings": {"delete_permission": "no"}}, False, "手动删除"),
        ({"settings": {"delete_permission": "yes"}}, True, "有删除权限"),
        ({"scopes": frozenset({"statuses_destroy"})}, True, "有删除权限"),
    ],
)
def test_deleting_depends_on_the_applications_permission(
    standing: dict[str, Any], offered: bool, words: str
) -> None:
    withdraw = row("withdraw", **standing)
    assert withdraw.offered is offered
    assert words in withdraw.note


def test_messages_are_for_verified_accounts_as_weibo_itself_says() -> None:
    assert row("messages").offered
    assert row("messages", facts={"verified": True}).offered
    assert not row("messages", facts={"verified": False}).offered


def test_a_partner_may_read_more_often() -> None:
    assert "更勤" in row("read_comments", settings={"quota_profile": "partner"}).note


def test_each_way_of_being_connected_has_its_own_forms() -> None:
    by_interface, by_hand = (MANIFEST.offer(Standing(mode)) for mode in ("api", "assisted"))
    assert [form.key for form in by_interface.formats] == ["post"]
    assert [form.key for form in by_hand.formats] == ["web_post", "web_video", "headline"]
    assert by_hand.offers("topics")
    assert not by_interface.offers("topics")
    assert not any(by_hand.offers(key) for key in ("withdraw", "messages", "post_metrics", "find_published"))
