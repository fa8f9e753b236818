"""A page for testers: the leads of an account, new ones, and changes of those that are there."""

import json
import sqlite3

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sandbox.accounts import Account
from sandbox.control.people import DEFAULT_PERSON, person_of
from sandbox.conversing import write_to_account
from sandbox.pages.account import options
from sandbox.pages.layout import page
from sandbox.pages.markup import Markup, element
from sandbox.platforms.xiaohongshu.leads import KIND, TAGS
from sandbox.world import World

SHOWN = 50
FIELDS = (("phone_num", "手机号"), ("wechat", "微信号"), ("note_link", "来源笔记链接"))
TYPES = (("0", "新线索"), ("1", "内容有变"), ("2", "归因有变"))
SIGNATURES = {"token": "口令（token）", "md5": "MD5", "sha1": "SHA1", "none": "不签名"}


def routes(world: World) -> list[Route]:
    async def show(request: Request) -> Response:
        account = account_in(world, request)
        return nothing() if account is None else leads_page(world, account)

    async def tell(request: Request) -> Response:
        account = account_in(world, request)
        if account is None:
            return nothing()
        given = {name: str(value) for name, value in (await request.form()).items() if value}
        with world.store.transaction():
            write_lead(world, account, given)
        return RedirectResponse(address_of(account), status_code=303)

    async def choose(request: Request) -> Response:
        account = account_in(world, request)
        rule = str((await request.form()).get("push_signature", ""))
        if account is None or rule not in SIGNATURES:
            return nothing()
        account.settings["push_signature"] = rule
        with world.store.transaction():
            world.accounts.keep(account)
        return RedirectResponse(address_of(account), status_code=303)

    return [
        Route("/accounts/{key}/leads", show, methods=["GET"]),
        Route("/accounts/{key}/leads", tell, methods=["POST"]),
        Route("/accounts/{key}/leads/signature", choose, methods=["POST"]),
    ]


def address_of(account: Account) -> str:
    return f"/accounts/{account.key}/leads"


def account_in(world: World, request: Request) -> Account | None:
    account = world.accounts.by_key.get(request.path_params["key"])
    return account if account is not None and account.platform == "xiaohongshu" else None


def nothing() -> Response:
    return page("没有这个账号", element("section", None, "没有这个账号。"), status=404)


def write_lead(world: World, account: Account, given: dict[str, str]) -> None:
    key, name = person_of(given)
    detail: dict[str, object] = {name: given[name] for name, _ in FIELDS if name in given}
    detail |= {"leads_tag": given.get("leads_tag", TAGS[0]), "type": int(given.get("type", 0))}
    if given.get("phone_num") or given.get("wechat"):
        detail["info_status"] = "已留资"
    if given.get("id"):
        detail["id"] = given["id"]
    text = given.get("remark", "想了解一下")
    at = world.clock.now()
    write_to_account(world, account, person_key=key, name=name, text=text, at=at, kind=KIND, detail=detail)


def leads_page(world: World, account: Account) -> Response:
    rows = world.store.all(
        "SELECT * FROM xiaohongshu_lead WHERE account = ? ORDER BY at DESC LIMIT ?", account.key, SHOWN
    )
    top = element("thead", None, element("tr", None, [element("th", None, name) for name in HEAD]))
    table = element("table", None, top, element("tbody", None, [lead_row(row) for row in rows]))
    told = (
        element("div", {"class": "scroll"}, table)
        if rows
        else element("p", {"class": "soft"}, "还没有线索。")
    )
    return page(
        f"线索 {account.name}",
        element("section", None, element("h1", None, f"私信线索：{account.name}"), told),
        lead_form(account),
        signature_form(world, account),
        narrow=True,
    )


HEAD = ("编号", "昵称", "手机", "微信", "标签", "状态")


def lead_row(row: sqlite3.Row) -> Markup:
    data = json.loads(row["data"])
    names = ("id", "nick_name", "phone_num", "wechat", "leads_tag", "info_status")
    return element("tr", None, [element("td", {"class": "tight"}, str(data.get(name, ""))) for name in names])


def lead_form(account: Account) -> Markup:
    inputs = [element("label", None, label, element("input", {"name": name})) for name, label in FIELDS]
    person = element("input", {"name": "person", "value": DEFAULT_PERSON, "required": True})
    return element(
        "section",
        None,
        element("h2", None, "推送一条线索"),
        element(
            "form",
            {"class": "row", "method": "post", "action": address_of(account)},
            element("label", None, "昵称", person),
            inputs,
            element("label", None, "备注", element("input", {"name": "remark", "value": "想了解一下"})),
            labelled_choice("标签", "leads_tag", [(tag, tag) for tag in TAGS]),
            labelled_choice("推送类型", "type", list(TYPES)),
            element("label", None, "改已有线索时填编号", element("input", {"name": "id"})),
            element("button", None, "推送"),
        ),
    )


def labelled_choice(label: str, name: str, choices: list[tuple[str, str]], *, chosen: str = "") -> Markup:
    return element("label", None, label, element("select", {"name": name}, options(choices, chosen=chosen)))


def signature_form(world: World, account: Account) -> Markup:
    present = str(world.setting(account, "push_signature"))
    return element(
        "section",
        None,
        element("h2", None, "推送的签名规则"),
        element("p", {"class": "soft"}, "平台没有公开推送的签名规则，这里可以换着试。"),
        element(
            "form",
            {"class": "row", "method": "post", "action": f"{address_of(account)}/signature"},
            labelled_choice("规则", "push_signature", list(SIGNATURES.items()), chosen=present),
            element("button", None, "保存"),
        ),
    )
