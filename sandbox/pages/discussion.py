"""What stands below every post: its counts, its comments, and a form to comment as a fan."""

import sqlite3

from sandbox.clock import local_time
from sandbox.commenting import under
from sandbox.pages.markup import Markup, element, joined, lines
from sandbox.posts import REJECTED, REVIEWING, TAKEN_DOWN, VANISHED, WITHDRAWN
from sandbox.world import World

GONE = {
    REVIEWING: "内容正在审核中，公众暂时看不到。",
    REJECTED: "内容没有通过平台审核，公众看不到。",
    VANISHED: "该内容不存在。",
    WITHDRAWN: "该内容已被发布者删除。",
    TAKEN_DOWN: "该内容因违规已被平台删除。",
}


def moment(at: float | None) -> str:
    return "" if at is None else local_time(at).strftime("%Y-%m-%d %H:%M")


def counts(post: sqlite3.Row) -> Markup:
    names = (
        ("阅读", "reads"),
        ("点赞", "likes"),
        ("转发", "shares"),
        ("收藏", "collects"),
        ("评论", "comments"),
    )
    return element(
        "div", {"class": "counts"}, [element("span", None, f"{name} {post[key]}") for name, key in names]
    )


def discussion(world: World, post: sqlite3.Row) -> Markup:
    """Comments with their answers, newest last, and the form."""
    comments = under(world, post["id"])
    account_name = world.accounts.get(post["account"]).name
    answers: dict[int, list[sqlite3.Row]] = {}
    for comment in comments:
        if comment["parent_id"] is not None:
            answers.setdefault(root_of(comment, comments), []).append(comment)
    shown = [
        one_comment(comment, answers.get(comment["id"], []), account_name)
        for comment in comments
        if comment["parent_id"] is None
    ]
    return element(
        "section",
        {"id": "comments"},
        element("h2", None, f"评论（{len(comments)}）"),
        form(post) if post["comments_open"] else element("p", {"class": "soft"}, "作者没有开放评论。"),
        joined(shown) if shown else element("p", {"class": "soft"}, "还没有评论。"),
    )


def root_of(comment: sqlite3.Row, comments: list[sqlite3.Row]) -> int:
    parents = {row["id"]: row["parent_id"] for row in comments}
    number = comment["id"]
    while parents.get(number) is not None:
        number = parents[number]
    return int(number)


def one_comment(comment: sqlite3.Row, answers: list[sqlite3.Row], account_name: str) -> Markup:
    replies = [
        element(
            "div",
            {"class": "reply"},
            element("b", None, account_name if answer["person_key"] is None else answer["author"]),
            f"：{answer['text']} ",
            element("small", None, moment(answer["at"])),
        )
        for answer in answers
    ]
    return element(
        "div",
        {"class": "comment"},
        element("b", None, comment["author"]),
        " ",
        element("small", None, moment(comment["at"]), "　精选" if comment["elected"] else ""),
        element("div", None, lines(comment["text"])),
        replies,
    )


def form(post: sqlite3.Row) -> Markup:
    return element(
        "form",
        {"method": "post", "action": f"/posts/{post['id']}/comments"},
        element(
            "label",
            None,
            "以粉丝的身份评论，昵称",
            element("input", {"name": "person", "value": "路过的小鱼", "required": True}),
        ),
        element(
            "label", None, "评论", element("textarea", {"name": "text", "required": True, "maxlength": 500})
        ),
        element("p", None, element("button", None, "发表评论")),
    )
