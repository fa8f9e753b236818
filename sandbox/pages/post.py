"""A post on the control desk: what became of it, who applied it, what people did."""

import json

from starlette.requests import Request
from starlette.responses import Response

from sandbox.clock import local_time
from sandbox.control.views import local_path
from sandbox.desk import Desk
from sandbox.pages.discussion import counts, discussion, moment
from sandbox.pages.layout import page
from sandbox.pages.markup import element, lines
from sandbox.pages.states import STATES
from sandbox.posts import LIVE


def show(desk: Desk, request: Request) -> Response:
    post = desk.world.posts.get(request.path_params["id"])
    if post is None:
        return page("没有这条内容", element("section", None, "没有这条内容。"), status=404)
    account = desk.world.accounts.get(post["account"])
    effects = desk.world.store.all(
        "SELECT * FROM effect WHERE account = ? AND content_hash = ? ORDER BY id",
        account.key,
        post["content_hash"],
    )
    applied = [
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
    is_live = post["state"] == LIVE
    take_down = element(
        "form",
        {"class": "row", "method": "post", "action": f"/posts/{post['id']}/take-down"},
        element("label", None, "下架原因", element("input", {"name": "reason", "value": "内容违规"})),
        element("button", {"class": "plain"}, "平台下架"),
    )
    return page(
        post["title"] or post["text"][:20],
        element(
            "section",
            None,
            element("h1", None, post["title"] or "（无标题）"),
            element(
                "p",
                {"class": "soft"},
                f"{account.name}　{STATES[post['state']]}　{post['reason']}　{moment(post['published_at'])}",
            ),
            element("p", None, lines(post["text"][:600])),
            counts(post),
            element("p", None, element("a", {"href": local_path(post["url"])}, "打开公开页"))
            if is_live and post["url"]
            else None,
            take_down if is_live else None,
        ),
        element(
            "section",
            None,
            element("h2", None, f"同一内容生效的发布调用：{len(effects)} 次"),
            element("div", {"class": "scroll"}, element("table", None, element("tbody", None, applied)))
            if applied
            else "没有（历史内容）。",
            element("h3", None, "平台细节"),
            element(
                "dl",
                None,
                [
                    [element("dt", None, name), element("dd", None, str(value))]
                    for name, value in json.loads(post["details"]).items()
                ],
            ),
        ),
        discussion(desk.world, post),
        narrow=True,
    )
