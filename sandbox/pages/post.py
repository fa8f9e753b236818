"""A post on the control desk: what became of it, who applied it, what people did."""

import json
import sqlite3

from starlette.requests import Request
from starlette.responses import Response

from sandbox.clock import local_time
from sandbox.control.views import local_path
from sandbox.desk import Desk
from sandbox.pages.discussion import counts, discussion, moment
from sandbox.pages.layout import page
from sandbox.pages.markup import Markup, element, lines
from sandbox.pages.states import STATES
from sandbox.posts import LIVE, is_restricted

LONGEST_EXCERPT = 600  # characters


def show(desk: Desk, request: Request) -> Response:
    post = desk.world.posts.get(request.path_params["id"])
    if post is None:
        return page("没有这条内容", element("section", None, "没有这条内容。"), status=404)
    return page(
        post["title"] or post["text"][:20],
        facts_section(desk, post),
        effects_section(desk, post),
        discussion(desk.world, post),
        narrow=True,
    )


def facts_section(desk: Desk, post: sqlite3.Row) -> Markup:
    account = desk.world.accounts.get(post["account"])
    is_live = post["state"] == LIVE
    facts = (account.name, STATES[post["state"]], post["reason"], moment(post["published_at"]))
    public = element("p", None, element("a", {"href": local_path(post["url"])}, "打开公开页"))
    return element(
        "section",
        None,
        element("h1", None, post["title"] or "（无标题）"),
        element("p", {"class": "soft"}, "　".join(fact for fact in facts if fact)),
        element("p", None, lines(post["text"][:LONGEST_EXCERPT])),
        counts(post),
        public if is_live and post["url"] else None,
        take_down_form(post) if is_live else None,
        restriction_form(post) if is_live else None,
    )


def take_down_form(post: sqlite3.Row) -> Markup:
    return element(
        "form",
        {"class": "row", "method": "post", "action": f"/posts/{post['id']}/take-down"},
        element("label", None, "下架原因", element("input", {"name": "reason", "value": "内容违规"})),
        element("button", {"class": "plain"}, "平台下架"),
    )


def restriction_form(post: sqlite3.Row) -> Markup:
    """Platforms that tell it say that the post is for its author only."""
    on = is_restricted(post)
    return element(
        "form",
        {"class": "row", "method": "post", "action": f"/posts/{post['id']}/restriction"},
        element("input", {"type": "hidden", "name": "on", "value": "false" if on else "true"}),
        element("button", {"class": "plain"}, "恢复公开" if on else "平台限制为仅自己可见"),
    )


def effects_section(desk: Desk, post: sqlite3.Row) -> Markup:
    """Which calls took effect with these words, and what the platform keeps about the post."""
    effects = desk.world.store.all(
        "SELECT * FROM effect WHERE account = ? AND content_hash = ? ORDER BY id",
        post["account"],
        post["content_hash"],
    )
    rows = [
        element(
            "tr",
            None,
            element(
                "td", None, element("a", {"href": f"/calls/{row['request_id']}"}, f"#{row['request_id']}")
            ),
            element("td", None, element("code", None, row["path"])),
            element("td", None, local_time(row["at"]).strftime("%m-%d %H:%M:%S")),
        )
        for row in effects
    ]
    applied = element("div", {"class": "scroll"}, element("table", None, element("tbody", None, rows)))
    details = json.loads(post["details"]).items()
    return element(
        "section",
        None,
        element("h2", None, f"同一内容生效的发布调用：{len(effects)} 次"),
        applied if rows else "没有（历史内容）。",
        element("h3", None, "平台细节") if details else None,
        element(
            "dl",
            None,
            [[element("dt", None, name), element("dd", None, str(value))] for name, value in details],
        ),
    )
