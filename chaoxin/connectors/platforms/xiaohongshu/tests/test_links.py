"""Links of notes as people paste them, and where short ones lead."""

from __future__ import annotations

import httpx
import pytest

from chaoxin.connectors.assisting import PostedLink
from chaoxin.connectors.errors import FixContent, Wait
from chaoxin.connectors.platforms.xiaohongshu.links import recognize, resolve
from chaoxin.connectors.testing.samples import SAMPLE_TIME, Reply, Responder
from chaoxin.connectors.testing.stub_platform import StubPlatform

from .cast import NOTE_ID
from .recorded import payload_text

SHORT = "xhslink.com/m/3xAmPle0001"
FULL = f"https://www.xiaohongshu.com/discovery/item/{NOTE_ID}?xsec_token=ABx&app_platform=ios"


def resolved(answers: dict[str, Responder]) -> tuple[StubPlatform, PostedLink]:
    """The short link of the sample, resolved over a stub."""
    stub = StubPlatform(answers)
    return stub, resolve(stub.wire(now=SAMPLE_TIME), recognize(payload_text("share_text.txt")))


def redirect(target: str, status: int = 302) -> Reply:
    return Reply("", status=status, headers={"Location": target})


@pytest.mark.parametrize(
    "path", ["explore", "discovery/item", "red_video", "user/profile/5f0c1a2b000000000100abcd"]
)
def test_every_shape_of_a_note_is_read(path: str) -> None:
    found = recognize(f"https://www.xiaohongshu.com/{path}/{NOTE_ID}/?xsec_token=ABx")
    assert (found.post_id, found.warning) == (NOTE_ID, "")
    assert found.url == f"https://www.xiaohongshu.com/{path}/{NOTE_ID}?xsec_token=ABx"


def test_a_link_without_its_token_is_taken_with_a_warning() -> None:
    found = recognize(f"https://www.xiaohongshu.com/explore/{NOTE_ID}?utm_source=1")
    assert found.url == f"https://www.xiaohongshu.com/explore/{NOTE_ID}"
    assert "xsec_token" in found.warning


def test_a_link_may_come_without_its_scheme() -> None:
    assert recognize(f"xiaohongshu.com/explore/{NOTE_ID}").post_id == NOTE_ID
    assert recognize("打开 xhslink.com/a/Ab12，看").url == "https://xhslink.com/a/Ab12"


def test_the_note_among_several_links_is_taken() -> None:
    text = f"https://www.xiaohongshu.com/user/profile/5f0c https://www.xiaohongshu.com/explore/{NOTE_ID}"
    assert recognize(text).post_id == NOTE_ID


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("发好了", "没有小红书的链接"),
        ("https://weibo.com/1/abc", "不是小红书的链接"),
        ("https://www.xiaohongshu.com/explore", "不是某一篇笔记"),
        ("https://www.xiaohongshu.com/explore/123", "不是某一篇笔记"),
        ("https://[broken/", "没有小红书的链接"),
    ],
)
def test_a_refusal_says_what_is_wrong_and_what_to_do(text: str, words: str) -> None:
    with pytest.raises(FixContent) as caught:
        recognize(text)
    assert words in caught.value.sentence
    assert "复制链接" in caught.value.sentence


def test_a_short_link_leads_to_its_note() -> None:
    stub, link = resolved({SHORT: redirect(FULL)})
    assert (link.post_id, link.url) == (NOTE_ID, FULL.partition("&")[0])
    assert len(stub.requests) == 1


def test_a_full_link_is_not_asked_for() -> None:
    stub = StubPlatform({})
    full = recognize(FULL)
    assert resolve(stub.wire(now=SAMPLE_TIME), full) == full


def test_a_short_link_may_lead_to_another_short_link_but_not_for_ever() -> None:
    other = "xhslink.com/a/second"
    _, link = resolved({SHORT: redirect(f"http://{other}"), other: redirect(FULL)})
    assert link.post_id == NOTE_ID
    with pytest.raises(FixContent):
        resolved({SHORT: redirect(f"http://{SHORT}")})


@pytest.mark.parametrize(
    "answer",
    [
        Reply("gone", status=404),
        Reply("<html>a page</html>"),
        redirect("https://example.com/explore/" + NOTE_ID),
        redirect("https://www.xiaohongshu.com/user/profile/5f0c1a2b000000000100abcd"),
        redirect("/a"),
    ],
    ids=["gone", "a page", "elsewhere", "a home page", "itself"],
)
def test_a_short_link_that_leads_to_no_note_is_refused(answer: Reply) -> None:
    with pytest.raises(FixContent):
        resolved({SHORT: answer, "xhslink.com/a": answer})


@pytest.mark.parametrize("status", [403, 429])
def test_a_platform_that_does_not_tell_now_is_asked_later(status: int) -> None:
    with pytest.raises(Wait):
        resolved({SHORT: Reply("", status=status)})


def test_a_platform_that_cannot_be_reached_is_asked_later() -> None:
    stub = StubPlatform({})

    def cut(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no", request=request)

    stub.break_at(SHORT, cut)
    with pytest.raises(Wait):
        resolve(stub.wire(now=SAMPLE_TIME), recognize(payload_text("share_text.txt")))
