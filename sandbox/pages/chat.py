"""Writing private messages as a fan, and reading what the account answers."""

from starlette.requests import Request
from starlette.responses import Response

from sandbox.accounts import Account
from sandbox.control.people import DEFAULT_PERSON, person_of
from sandbox.conversing import FROM_FAN, conversation, recent_people
from sandbox.desk import Desk
from sandbox.following import name_of
from sandbox.pages.discussion import moment
from sandbox.pages.layout import page
from sandbox.pages.markup import Markup, element, lines

PEOPLE_SHOWN = 20


def show(desk: Desk, request: Request) -> Response:
    account = desk.world.accounts.by_key.get(request.path_params["key"])
    if account is None:
        return page("没有这个账号", element("section", None, "没有这个账号。"), status=404)
    name = request.query_params.get("person", DEFAULT_PERSON)
    key = request.query_params.get("key") or person_of({"person": name})[0]
    if request.query_params.get("key"):
        name = name_of(desk.world, key)
    return page(
        f"私信 {account.name}",
        person_section(desk, account, name),
        messages_section(desk, account, key, name),
        narrow=True,
    )


def person_section(desk: Desk, account: Account, name: str) -> Markup:
    people = [
        element("span", None, element("a", {"href": f"?key={row['person_key']}"}, row["name"]), "　")
        for row in recent_people(desk.world, account, limit=PEOPLE_SHOWN)
    ]
    return element(
        "section",
        None,
        element("h1", None, f"私信：{account.name}"),
        element("p", {"class": "soft"}, f"你现在是粉丝「{name}」。换一个人：", *people),
        element(
            "form",
            {"class": "row", "method": "get"},
            element(
                "label", None, "昵称", element("input", {"name": "person", "value": name, "required": True})
            ),
            element("button", {"class": "plain"}, "以此昵称对话"),
        ),
    )


def messages_section(desk: Desk, account: Account, key: str, name: str) -> Markup:
    bubbles = [
        element(
            "div",
            {"class": "bubble mine" if row["direction"] == FROM_FAN else "bubble"},
            lines(row["text"]),
            element("br"),
            element("small", None, moment(row["at"])),
        )
        for row in conversation(desk.world, account, key)
    ]
    return element(
        "section",
        None,
        bubbles or element("p", {"class": "soft"}, "还没有消息。"),
        element(
            "form",
            {"method": "post", "action": f"/accounts/{account.key}/messages"},
            element("input", {"type": "hidden", "name": "person", "value": name}),
            element("input", {"type": "hidden", "name": "person_key", "value": key}),
            element("label", None, "消息", element("textarea", {"name": "text", "required": True})),
            element("p", None, element("button", None, "发送")),
        ),
    )
