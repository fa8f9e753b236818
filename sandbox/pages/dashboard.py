"""The first page of the control desk: accounts, posts, faults, time, the latest calls."""

import sqlite3

from starlette.requests import Request
from starlette.responses import Response

from sandbox.clock import local_time
from sandbox.control.views import local_path
from sandbox.desk import Desk
from sandbox.pages.account import account_card, options
from sandbox.pages.calls import calls_table
from sandbox.pages.discussion import moment
from sandbox.pages.faults import faults_section
from sandbox.pages.layout import page
from sandbox.pages.markup import Markup, element
from sandbox.pages.states import STATES
from sandbox.posts import LIVE

POSTS_SHOWN = 30
CALLS_SHOWN = 20
FACTORS = (
    (0, "暂停"),
    (1, "与现实同速"),
    (60, "1 秒 = 1 分钟"),
    (600, "1 秒 = 10 分钟"),
    (3600, "1 秒 = 1 小时"),
)


def show(desk: Desk, request: Request) -> Response:
    return page(
        "总览",
        accounts_section(desk),
        posts_section(desk, account=request.query_params.get("account", "")),
        faults_section(desk),
        time_section(desk),
        element(
            "section",
            {"id": "calls"},
            element("h2", None, "最近的接口调用"),
            calls_table(desk, limit=CALLS_SHOWN),
        ),
    )


def accounts_section(desk: Desk) -> Markup:
    cards = [account_card(desk, account) for account in desk.world.accounts.list()]
    return element(
        "section",
        {"id": "accounts"},
        element("h2", None, "账号"),
        element("div", {"class": "cards"}, cards)
        if cards
        else element("p", {"class": "soft"}, "还没有账号，请先新建一个。"),
        new_account_form(desk),
    )


def new_account_form(desk: Desk) -> Markup:
    platforms = [(platform.key, platform.name) for platform in desk.world.platforms.values()]
    profiles = [
        element(
            "optgroup",
            {"label": platform.name, "data-of": platform.key},
            [element("option", {"value": key}, name) for key, name in platform.profiles.items()],
        )
        for platform in desk.world.platforms.values()
    ]
    return element(
        "details",
        None,
        element("summary", None, "新建账号"),
        element(
            "form",
            {"class": "row", "method": "post", "action": "/accounts?at=accounts"},
            element(
                "label",
                None,
                "平台",
                element("select", {"name": "platform", "data-narrows": "profile"}, options(platforms)),
            ),
            element("label", None, "类型", element("select", {"name": "profile"}, profiles)),
            element(
                "label",
                None,
                "名称",
                element("input", {"name": "name", "required": True, "placeholder": "示例企业"}),
            ),
            element(
                "label",
                None,
                "粉丝数",
                element("input", {"name": "followers", "type": "number", "value": 1200, "min": 0}),
            ),
            element("button", None, "新建"),
        ),
    )


def posts_section(desk: Desk, *, account: str) -> Markup:
    rows = desk.world.store.all(
        "SELECT * FROM post WHERE ? IN ('', account) ORDER BY coalesce(published_at, created_at) DESC, id DESC LIMIT ?",
        account,
        POSTS_SHOWN,
    )
    head = ("内容", "账号", "状态", "时间", "阅读", "赞", "转", "评")
    body = [
        element(
            "tr",
            None,
            element("td", {"class": "wide"}, element("a", {"href": f"/posts/{row['id']}"}, heading(row))),
            element("td", {"class": "tight"}, desk.world.accounts.get(row["account"]).name),
            element("td", {"class": "tight"}, STATES[row["state"]], public_link(row["state"], row["url"])),
            element("td", {"class": "tight"}, moment(row["published_at"] or row["created_at"])),
            [
                element("td", {"class": "number"}, row[name])
                for name in ("reads", "likes", "shares", "comments")
            ],
        )
        for row in rows
    ]
    return element(
        "section",
        {"id": "posts"},
        element("h2", None, "最近的内容"),
        table(head, body) if body else element("p", {"class": "soft"}, "还没有内容。"),
    )


def heading(row: sqlite3.Row) -> str:
    return (row["title"] or row["text"])[:40] or "（无文字）"


def public_link(state: str, url: str) -> Markup | None:
    return (
        element("span", None, " · ", element("a", {"href": local_path(url)}, "公开页"))
        if state == LIVE and url
        else None
    )


def table(head: tuple[str, ...], body: list[Markup]) -> Markup:
    top = element("thead", None, element("tr", None, [element("th", None, name) for name in head]))
    return element("div", {"class": "scroll"}, element("table", None, top, element("tbody", None, body)))


def time_section(desk: Desk) -> Markup:
    now = local_time(desk.world.clock.now()).strftime("%Y-%m-%d %H:%M:%S")
    note = "（北京时间）。令牌与调用配额按现实时间计算，除非快进时选择一并快进。"
    return element(
        "section",
        {"id": "time"},
        element("h2", None, "时间"),
        element("p", None, "沙盒时间 ", element("b", None, now), element("small", None, note)),
        factor_form(desk.world.clock.factor),
        advance_form(),
    )


def factor_form(factor: float) -> Markup:
    choices = [(str(known), name) for known, name in FACTORS]
    if factor not in [known for known, _ in FACTORS]:
        choices.append((f"{factor:g}", f"{factor:g} 倍"))
    return element(
        "form",
        {"class": "row", "method": "post", "action": "/time/factor?at=time"},
        element(
            "label",
            None,
            "流速",
            element("select", {"name": "factor"}, options(choices, chosen=f"{factor:g}")),
        ),
        element("button", None, "设定流速"),
    )


def advance_form() -> Markup:
    hours = {"name": "hours", "type": "number", "step": "0.1", "min": "0", "value": "1"}
    return element(
        "form",
        {"class": "row", "method": "post", "action": "/time/advance?at=time"},
        element("label", None, "快进（小时）", element("input", hours)),
        element(
            "label", None, "一并快进令牌与配额", element("input", {"name": "services", "type": "checkbox"})
        ),
        element("button", None, "快进"),
    )
