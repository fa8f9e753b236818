"""Comments and mentions are read by number, none twice and none left out."""

from __future__ import annotations

import pytest

from chaoxin.connectors.platforms.weibo.converse import WeiboConverse
from chaoxin.connectors.testing.samples import Reply
from chaoxin.connectors.values import EventKind

from .cast import ACCOUNT, COMMENT_ID, POST_ID, USER_ID
from .comment_list import CommentList, comment, conversing, number_at
from .healthy import TO_ME

EMPTY = {"comments": [], "statuses": [], "next_cursor": 0, "total_number": 0}
OTHER_LISTS = {
    "api.weibo.com/2/comments/mentions.json": Reply(EMPTY),
    "api.weibo.com/2/statuses/mentions.json": Reply(EMPTY),
}


def read_all(converse: WeiboConverse, cursor: str) -> tuple[list[str], str, int]:
    """Numbers of the comments since the cursor, the new cursor, and the fetches that it took."""
    numbers: list[str] = []
    for fetches in range(1, 20):
        page = converse.fetch_since(ACCOUNT, cursor, posts=())
        numbers += [event.platform_id for event in page.events]
        cursor = page.cursor
        if page.complete:
            return numbers, cursor, fetches
    raise AssertionError("reading never ends")


def test_the_first_fetch_takes_the_newest_page_of_each_list() -> None:
    stub, converse = conversing()
    page = converse.fetch_since(ACCOUNT, "", posts=())
    assert page.complete
    assert len(stub.requests) == 3
    kinds = [(event.kind, event.text[:4]) for event in page.events]
    assert (EventKind.COMMENT, "请问有大") in kinds
    assert sum(kind is EventKind.MENTION for kind, _ in kinds) == 2
    assert [event.at for event in page.events] == sorted(event.at for event in page.events)


def test_a_comment_knows_its_post_its_writer_and_the_number_that_calls_take() -> None:
    _, converse = conversing()
    page = converse.fetch_since(ACCOUNT, "", posts=())
    complaint = next(event for event in page.events if event.platform_id == COMMENT_ID)
    assert complaint.post_id == POST_ID
    assert complaint.sender
    assert complaint.sender.name == "路过的顾客"
    assert complaint.ours is False


def test_what_was_read_is_not_read_again() -> None:
    comments = CommentList(length=3)
    stub, converse = conversing({**OTHER_LISTS, TO_ME: comments})
    first, cursor, _ = read_all(converse, "")
    comments.add(2)
    second, cursor, _ = read_all(converse, cursor)
    third, _, _ = read_all(converse, cursor)
    assert (sorted(first), sorted(second), third) == (comments.named(1, 3), comments.named(4, 5), [])
    assert int(stub.sent_to(TO_ME)[-1].url.params["since_id"]) > comments.numbers[3]


def test_a_comment_that_shows_up_late_is_still_read() -> None:
    comments = CommentList(length=3)
    _, converse = conversing({**OTHER_LISTS, TO_ME: comments})
    _, cursor, _ = read_all(converse, "")
    late = comments.numbers[-1] - (20 << 22)
    comments.numbers.insert(-1, late)
    numbers, cursor, _ = read_all(converse, cursor)
    assert numbers == [str(late)]
    assert read_all(converse, cursor)[0] == []


def test_a_rush_of_comments_is_read_over_several_fetches_without_a_gap() -> None:
    comments = CommentList(length=1)
    _, converse = conversing({**OTHER_LISTS, TO_ME: comments})
    _, cursor, _ = read_all(converse, "")
    comments.add(120)
    numbers, cursor, fetches = read_all(converse, cursor)
    assert sorted(numbers) == comments.named(2, 121)
    assert fetches == 3
    assert read_all(converse, cursor)[0] == []


def test_comments_of_one_second_are_all_read_once() -> None:
    comments = CommentList(length=1)
    _, converse = conversing({**OTHER_LISTS, TO_ME: comments})
    _, cursor, _ = read_all(converse, "")
    second = number_at(10_000)
    comments.numbers += range(second, second + 130)
    numbers, cursor, _ = read_all(converse, cursor)
    comments.numbers += range(second + 130, second + 135)
    later, _, _ = read_all(converse, cursor)
    assert sorted(map(int, numbers + later)) == list(range(second, second + 135))


def test_comments_that_arrive_during_a_rush_are_read_afterwards() -> None:
    comments = CommentList(length=1)
    _, converse = conversing({**OTHER_LISTS, TO_ME: comments})
    _, cursor, _ = read_all(converse, "")
    comments.add(80)
    page = converse.fetch_since(ACCOUNT, cursor, posts=())
    assert not page.complete
    comments.add(5)
    numbers, cursor, _ = read_all(converse, page.cursor)
    later, _, _ = read_all(converse, cursor)
    read = [event.platform_id for event in page.events] + numbers + later
    assert sorted(read) == comments.named(2, 86)


def test_a_first_fetch_does_not_go_back_through_years() -> None:
    _, converse = conversing({**OTHER_LISTS, TO_ME: CommentList(length=400)})
    numbers, _, fetches = read_all(converse, "")
    assert (len(numbers), fetches) == (50, 1)


def test_a_rush_after_an_empty_beginning_is_read_in_full() -> None:
    comments = CommentList(length=0)
    _, converse = conversing({**OTHER_LISTS, TO_ME: comments})
    _, cursor, _ = read_all(converse, "")
    comments.add(70)
    assert sorted(read_all(converse, cursor)[0]) == comments.named(1, 70)


def test_our_own_comments_are_marked_and_a_mention_in_a_comment_counts_once() -> None:
    ours = comment(7, user={"idstr": USER_ID})
    both = comment(8)
    _, converse = conversing(
        {
            **OTHER_LISTS,
            TO_ME: Reply({"comments": [both, ours], "next_cursor": 0}),
            "api.weibo.com/2/comments/mentions.json": Reply({"comments": [both], "next_cursor": 0}),
        }
    )
    page = converse.fetch_since(ACCOUNT, "", posts=())
    assert [(event.platform_id, event.ours) for event in page.events] == [("7", True), ("8", False)]


def test_a_bare_empty_list_is_an_end() -> None:
    _, converse = conversing({**OTHER_LISTS, TO_ME: Reply([])})
    assert converse.fetch_since(ACCOUNT, "", posts=()).events == ()


@pytest.mark.parametrize("cursor", ["", "garbage", "[]", '{"to_me": 5}', '{"to_me": {"unknown": 1}}'])
def test_a_cursor_that_cannot_be_read_begins_anew(cursor: str) -> None:
    _, converse = conversing()
    page = converse.fetch_since(ACCOUNT, cursor, posts=())
    assert COMMENT_ID in {event.platform_id for event in page.events}
    assert page.complete
