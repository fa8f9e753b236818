"""Faults on the control desk."""

from sandbox.desk import Desk
from sandbox.faults import CALL, CALLBACK, KINDS, PUBLISH, Fault
from sandbox.pages.account import options
from sandbox.pages.markup import Markup, element

SCOPES = {CALL: "接口调用", PUBLISH: "发布结果", CALLBACK: "消息推送"}


def faults_section(desk: Desk) -> Markup:
    present = desk.world.faults.present
    rows = [fault_row(desk, fault) for fault in present]
    head = ("故障", "账号", "路径或事件", "剩余次数", "概率", "参数", "命中", "")
    top = element("thead", None, element("tr", None, [element("th", None, name) for name in head]))
    body = element("table", None, top, element("tbody", None, rows))
    return element(
        "section",
        {"id": "faults"},
        element("h2", None, "故障"),
        element("div", {"class": "scroll"}, body)
        if rows
        else element("p", {"class": "soft"}, "目前没有故障，一切正常。"),
        new_fault_form(desk),
        remove_all_form() if rows else None,
    )


def fault_row(desk: Desk, fault: Fault) -> Markup:
    account = desk.world.accounts.by_key.get(fault.account)
    shown = ", ".join(f"{name}={value}" for name, value in fault.options.items())
    return element(
        "tr",
        None,
        element("td", None, KINDS[fault.kind].name),
        element("td", None, account.name if account else "全部"),
        element("td", None, element("code", None, fault.path)),
        element("td", None, "不限" if fault.remaining is None else fault.remaining),
        element("td", None, f"{fault.probability:g}"),
        element("td", None, shown),
        element("td", None, fault.hits),
        element(
            "td",
            None,
            element(
                "form",
                {"method": "post", "action": f"/faults/{fault.id}/remove?at=faults"},
                element("button", {"class": "plain"}, "移除"),
            ),
        ),
    )


def new_fault_form(desk: Desk) -> Markup:
    groups = [
        element(
            "optgroup",
            {"label": label},
            [option(kind.key) for kind in KINDS.values() if kind.scope == scope],
        )
        for scope, label in SCOPES.items()
    ]
    accounts = [("*", "全部账号"), *((account.key, account.name) for account in desk.world.accounts.list())]
    paths = sorted({path for _, path in desk.world.endpoints})
    return element(
        "form",
        {"class": "row", "method": "post", "action": "/faults?at=faults"},
        element("label", None, "故障", element("select", {"name": "kind"}, groups)),
        element("label", None, "账号", element("select", {"name": "account"}, options(accounts))),
        element(
            "label", None, "路径或事件", element("input", {"name": "path", "value": "*", "list": "paths"})
        ),
        element(
            "label",
            None,
            "次数（空为不限）",
            element("input", {"name": "count", "type": "number", "min": 1, "value": 1}),
        ),
        element("label", None, "概率", element("input", {"name": "probability", "value": "1", "size": 5})),
        element(
            "label",
            None,
            "参数",
            element("input", {"name": "options", "placeholder": "seconds=6, answer=cut"}),
        ),
        element("datalist", {"id": "paths"}, [element("option", {"value": path}) for path in paths]),
        element("button", None, "注入故障"),
    )


def option(key: str) -> Markup:
    kind = KINDS[key]
    shown = ", ".join(f"{name}={value}" for name, value in kind.options.items())
    return element(
        "option",
        {"value": key, "title": f"{kind.explanation} {shown}".strip()},
        f"{kind.name}（{kind.explanation}）",
    )


def remove_all_form() -> Markup:
    return element(
        "form",
        {"method": "post", "action": "/faults/remove-all?at=faults"},
        element("button", {"class": "plain"}, "移除全部故障"),
    )
