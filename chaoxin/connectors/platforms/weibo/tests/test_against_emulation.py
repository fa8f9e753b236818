"""What a stub cannot show: first comments and posts by hand through the emulated platform, as a process of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from chaoxin.connectors.contract import Connector, PostReference
from chaoxin.connectors.errors import FixContent, OutcomeUnknown
from chaoxin.connectors.http import Wire
from chaoxin.connectors.platforms.weibo import build
from chaoxin.connectors.testing.emulation import running
from chaoxin.connectors.values import Account, Outcome, Post, Token

CREATE = "/2/comments/create.json"
TEXT = "门店地址和营业时间在这里"


@dataclass
class Emulated:
    """The running emulation, an account on it, and its connector."""

    url: str
    client: httpx.Client
    key: str
    connector: Connector
    account: Account

    def control(self, method: str, path: str, given: dict[str, Any] | None = None) -> Any:
        answer = self.client.request(method, f"{self.url}/control/{path}", json=given)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def shared(self, text: str) -> PostReference:
        """A live post of the account."""
        post = Post("intent", "post", "", f"{text} https://shop.example.com/tea")
        assert self.connector.publish
        found = self.connector.publish.submit(self.account, post, {})
        assert found.outcome is Outcome.PUBLISHED
        return PostReference(found.post_id, found.reference)

    def comments(self, post: PostReference) -> list[str]:
        """What stands under a post according to the platform itself."""
        [row] = self.control("GET", f"posts?external_id={post.post_id}")
        return [entry["text"] for entry in self.control("GET", f"posts/{row['id']}")["discussion"]]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(tmp_path_factory.mktemp("emulation")) as found:
        yield found.url


@pytest.fixture
def weibo(server: str) -> Iterator[Emulated]:
    with httpx.Client(trust_env=False, timeout=30) as client:
        given = {"platform": "weibo", "audience": {"on": False}, "settings": {"rate_profile": "unlimited"}}
        opened = client.post(f"{server}/control/accounts", json=given).json()
        granted = client.post(f"{server}/control/accounts/{opened['key']}/authorize").json()
        account = Account(
            opened["credentials"]["uid"],
            {"app_secret": opened["credentials"]["app_secret"]},
            Token({"access_token": granted["access_token"]}),
            {"safe_domain": "example.com", "rip": "211.156.0.1"},
        )
        wire = Wire(sandbox_url=server, client=client, pause=lambda seconds: None)
        yield Emulated(server, client, opened["key"], build(wire), account)


def test_a_first_comment_stands_under_the_post_and_is_found(weibo: Emulated) -> None:
    part, post = weibo.connector.comment_first, weibo.shared("新茶到店")
    assert part
    assert part.find_first(weibo.account, post=post, text=TEXT) is None
    sent = part.comment_first(weibo.account, post=post, text=TEXT)
    found = part.find_first(weibo.account, post=post, text=TEXT)
    assert found
    assert found.platform_id == sent.platform_id
    assert weibo.comments(post) == [TEXT]


@pytest.mark.parametrize(("kind", "is_there"), [("cut_after_accept", True), ("cut_before_accept", False)])
def test_a_comment_whose_answer_was_lost_is_looked_for(weibo: Emulated, kind: str, is_there: bool) -> None:
    part, post = weibo.connector.comment_first, weibo.shared("新茶到店")
    assert part
    weibo.control("POST", "faults", {"kind": kind, "account": weibo.key, "path": CREATE, "count": 1})
    with pytest.raises(OutcomeUnknown):
        part.comment_first(weibo.account, post=post, text=TEXT)
    assert bool(part.find_first(weibo.account, post=post, text=TEXT)) is is_there
    if is_there:
        with pytest.raises(OutcomeUnknown):
            part.comment_first(weibo.account, post=post, text=TEXT)
    assert len(weibo.comments(post)) == is_there


def test_what_was_posted_by_hand_comes_back_by_any_of_its_links(weibo: Emulated) -> None:
    assist = weibo.connector.assist
    assert assist
    given = {"account": weibo.key, "form": "web_post", "title": "", "text": "新茶到店 #春茶#"}
    pressed = weibo.client.post(f"{weibo.url}/weibo.com/compose", data=given, files={"files": ("", b"")})
    done = weibo.client.get(f"{weibo.url}{pressed.headers['location']}").text
    [post] = weibo.control("GET", f"posts?account={weibo.key}")
    copied = re.findall(r'data-copy="([^"]+)"', done)
    links = [*copied, f"https://m.weibo.cn/status/{post['external_id']}"]
    found = [assist.resolve(assist.recognize(link)) for link in links]
    assert {link.post_id for link in found} == {post["external_id"]}
    assert len(found) == 4
    with pytest.raises(FixContent):
        assist.resolve(assist.recognize("http://t.cn/nobodys1"))
