"""The first comment under one's own post: written once, found again, refused before it is too late."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

import pytest

from chaoxin.connectors.contract import FirstComment
from chaoxin.connectors.errors import AskPlatform, FixContent, OutcomeUnknown
from chaoxin.connectors.platforms.weibo import build
from chaoxin.connectors.platforms.weibo.checking import problems_of
from chaoxin.connectors.testing.samples import SAMPLE_TIME, Reply, Responder
from chaoxin.connectors.testing.stub_platform import StubPlatform

from .cast import ACCOUNT, COMMENT_ID, POST_ID, REFERENCE, SETTINGS, post
from .healthy import ANSWERS, BY_ME, COMMENT_CREATE, refused
from .recorded import payload
from .runs import FIRST_COMMENT


def commenting(answers: dict[str, Responder] | None = None) -> tuple[StubPlatform, FirstComment]:
    stub = StubPlatform({**ANSWERS, **(answers or {})})
    found = build(stub.wire(now=SAMPLE_TIME)).comment_first
    assert found
    return stub, found


def own_comments(*comments: dict[str, Any], below: int = 0) -> dict[str, Responder]:
    return {BY_ME: Reply({"comments": list(comments), "next_cursor": below, "total_number": len(comments)})}


def test_the_comment_goes_under_the_post_and_counts_as_a_comment() -> None:
    stub, part = commenting()
    sent = part.comment_first(ACCOUNT, post=REFERENCE, text=FIRST_COMMENT)
    (request,) = stub.sent_to(COMMENT_CREATE)
    form = parse_qs(request.content.decode())
    assert (form["id"], form["comment"], form["rip"]) == ([POST_ID], [FIRST_COMMENT], ["211.156.0.1"])
    assert sent.platform_id == "5106401200000007"
    assert stub.metered == ["comments", "calls"]


def test_a_comment_that_weibo_shows_later_has_no_number_yet() -> None:
    _, part = commenting({COMMENT_CREATE: refused(20032)})
    assert part.comment_first(ACCOUNT, post=REFERENCE, text=FIRST_COMMENT).platform_id == ""


def test_repeated_words_are_no_failure_but_have_to_be_looked_at() -> None:
    _, part = commenting({COMMENT_CREATE: refused(20019)})
    with pytest.raises(OutcomeUnknown):
        part.comment_first(ACCOUNT, post=REFERENCE, text=FIRST_COMMENT)


def test_a_comment_that_is_too_long_stops_the_post_and_is_never_sent() -> None:
    stub, part = commenting()
    with pytest.raises(FixContent):
        part.comment_first(ACCOUNT, post=REFERENCE, text="字" * 141)
    assert stub.requests == []
    for length, codes in ((140, set()), (141, {"first_comment_too_long"})):
        found = problems_of(post(options={"first_comment": "字" * length}), SETTINGS)
        assert {problem.code for problem in found} == codes


def test_the_comment_is_found_among_our_own() -> None:
    _, part = commenting(own_comments(payload("comment_reply"), payload("comment_create")))
    found = part.find_first(ACCOUNT, post=REFERENCE, text=FIRST_COMMENT)
    assert found
    assert found.platform_id == "5106401200000007"


@pytest.mark.parametrize(
    "other",
    [
        {"text": "别的话"},
        {"status": {"idstr": "5106400000999999"}},
        {"reply_comment": {"idstr": COMMENT_ID}},
    ],
)
def test_another_comment_of_ours_is_not_taken_for_it(other: dict[str, Any]) -> None:
    _, part = commenting(own_comments({**payload("comment_create"), **other}))
    assert part.find_first(ACCOUNT, post=REFERENCE, text=FIRST_COMMENT) is None


def test_a_list_that_does_not_reach_back_to_the_post_says_nothing() -> None:
    newer = int(POST_ID) + 10**6
    _, part = commenting(own_comments(payload("comments_by_me")["comments"][0], below=newer))
    with pytest.raises(AskPlatform):
        part.find_first(ACCOUNT, post=REFERENCE, text=FIRST_COMMENT)
