"""The journal of calls and of pushes on the control desk."""

import json

from starlette.requests import Request
from starlette.responses import Response

from sandbox import journal
from sandbox.clock import local_time
from sandbox.desk import Desk
from sandbox.faults import KINDS
from sandbox.pages.layout import page
from sandbox.pages.markup import Markup, element

ROWS_PER_PAGE = 200
STATES = {"waiting": "等待投递", "delivered": "已送达", "failed": "三次均失败", "dropped": "被故障丢弃"}


def calls_table(desk: Desk, *, limit: int, account: str = "", path: str = "") -> Markup:
    rows = [
        element(
            "tr",
            None,
            element("td", None, element("a", {"href": f"/calls/{row['id']}"}, f"#{row['id']}")),
            element("td", None, clock_text(row["wall_at"])),
            element("td", None, row["account"] or "—"),
            element("td", None, row["method"], " ", element("code", None, row["path"])),
            element("td", None, row["status"] or "断线", f" · {row['code']}" if row["code"] else None),
            element("td", {"class": "bad"}, fault_name(row["fault"])),
            element("td", {"class": "number"}, f"{row['milliseconds']:.1f}"),
        )
        for row in journal.calls(desk.world, account=account, path=path, limit=limit)
    ]
    head = ("", "时间", "账号", "调用", "应答", "故障", "毫秒")
    top = element("thead", None, element("tr", None, [element("th", None, name) for name in head]))
    if not rows:
        return element("p", {"class": "soft"}, "还没有调用。")
    return element("div", {"class": "scroll"}, element("table", None, top, element("tbody", None, rows)))


def clock_text(at: float) -> str:
    return local_time(at).strftime("%m-%d %H:%M:%S")


def fault_name(kind: str) -> str:
    return KINDS[kind].name if kind in KINDS else kind


def list_calls(desk: Desk, request: Request) -> Response:
    account, path = request.query_params.get("account", ""), request.query_params.get("path", "")
    return page(
        "调用记录",
        element(
            "section",
            None,
            element("h1", None, "接口调用记录"),
            element(
                "form",
                {"class": "row"},
                element("label", None, "账号编号", element("input", {"name": "account", "value": account})),
                element("label", None, "路径", element("input", {"name": "path", "value": path})),
                element("button", {"class": "plain"}, "筛选"),
            ),
            calls_table(desk, limit=ROWS_PER_PAGE, account=account, path=path),
        ),
    )


def show_call(desk: Desk, request: Request) -> Response:
    row = desk.world.store.one("SELECT * FROM journal WHERE id = ?", request.path_params["id"])
    if row is None:
        return page("没有这次调用", element("section", None, "没有这次调用，或者记录已经清理。"), status=404)
    facts = (
        ("时间", clock_text(row["wall_at"])),
        ("账号", row["account"] or "—"),
        ("调用", f"{row['method']} {row['host']}{row['path']}"),
        ("来自", row["client_ip"]),
        ("状态", f"{row['status'] or '断线'} {row['code']}"),
        ("故障", fault_name(row["fault"])),
    )
    return page(
        f"调用 {row['id']}",
        element(
            "section",
            None,
            element("h1", None, f"调用 #{row['id']}"),
            element(
                "dl", None, [[element("dt", None, name), element("dd", None, value)] for name, value in facts]
            ),
            [
                part(name, row[key])
                for name, key in (("参数", "query"), ("请求", "request"), ("应答", "response"))
            ],
        ),
        narrow=True,
    )


def part(name: str, text: str) -> list[Markup]:
    return [element("h3", None, name), element("code", None, text or "（空）")]


def list_callbacks(desk: Desk, request: Request) -> Response:
    rows = [
        element(
            "tr",
            None,
            element("td", None, clock_text(row["created_at"])),
            element("td", None, row["account"]),
            element("td", None, row["event"]),
            element(
                "td",
                None,
                f"{STATES[row['state']]}（{row['attempts']} 次）",
                element("br"),
                element("small", None, row["problem"]),
            ),
            element(
                "td",
                None,
                element("code", None, json.dumps(json.loads(row["payload"]), ensure_ascii=False)[:400]),
            ),
        )
        for row in desk.world.store.all("SELECT * FROM callback ORDER BY id DESC LIMIT ?", ROWS_PER_PAGE)
    ]
    top = element(
        "thead",
        None,
        element("tr", None, [element("th", None, name) for name in ("时间", "账号", "事件", "结果", "内容")]),
    )
    body = element("div", {"class": "scroll"}, element("table", None, top, element("tbody", None, rows)))
    return page(
        "推送记录",
        element(
            "section",
            None,
            element("h1", None, "平台推送记录"),
            body if rows else element("p", {"class": "soft"}, "还没有推送。"),
        ),
    )
