"""A group message as people see it: its words and attachments, who was asked, and what became of it."""

import sqlite3
from collections import Counter
from typing import Any

from sandbox.pages.discussion import moment
from sandbox.pages.markup import Markup, element, lines
from sandbox.platforms.wecom import sending
from sandbox.platforms.wecom.sending import CANCELLED, NOT_FRIEND, OVER_LIMIT, SENT, UNSENT, VANISHED
from sandbox.platforms.wecom.targets import as_list
from sandbox.platforms.wecom.task_content import listed
from sandbox.world import World

NAMES = {SENT: "已送达", NOT_FRIEND: "已不是好友", OVER_LIMIT: "超过接收上限", UNSENT: "未发送"}
KINDS = {"image": "图片", "video": "视频", "file": "文件"}
STATES = {CANCELLED: "已停止", VANISHED: "没有派给任何人"}


def sections(world: World, task: sqlite3.Row) -> list[Markup]:
    """The page of one task."""
    account = world.accounts.get(task["account"])
    asked = sending.asked(world, task["msgid"])
    rows = [asked_row(row) for row in asked]
    head = [element("th", None, name) for name in ("成员", "状态", "结果")]
    table = element("table", None, element("thead", None, element("tr", None, head)), rows)
    everybody = all(row["sent_at"] is not None for row in asked)
    state = STATES.get(task["state"], "成员都已确认" if everybody else "等待成员确认")
    return [
        element(
            "section",
            {"class": "article"},
            element("p", {"class": "soft"}, f"{account.name}　{moment(task['created_at'])}　{state}"),
            message(task),
        ),
        element("section", None, element("h2", None, "成员"), element("div", {"class": "scroll"}, table)),
    ]


def asked_row(row: sqlite3.Row) -> Markup:
    if row["sent_at"] is None:
        state, told = "待发送", f"{len(as_list(row['targets']))} 个对象"
    else:
        state, told = f"{moment(row['sent_at'])} 已确认", counted(as_list(row["results"]))
    return element("tr", None, [element("td", None, cell) for cell in (row["userid"], state, told)])


def message(task: sqlite3.Row) -> Markup:
    """The words and attachments of a task."""
    parts = [attachment(entry) for entry in listed(task["attachments"])]
    return element("div", None, element("p", None, lines(task["text"])), parts)


def attachment(entry: dict[str, Any]) -> Markup:
    kind = entry["msgtype"]
    part = entry[kind]
    if kind == "link":
        return element(
            "p", None, "链接：", element("a", {"href": part["url"], "rel": "noopener"}, part["title"])
        )
    if kind == "miniprogram":
        return element("p", None, f"小程序：{part['title']}（{part['page']}）")
    return element("p", {"class": "soft"}, f"［{KINDS[kind]}］")


def counted(results: list[Any]) -> str:
    """How many of each result, in words."""
    counts = Counter(status for _, status in results)
    return "，".join(f"{NAMES[status]} {counts[status]}" for status in NAMES if counts[status]) or "没有对象"
