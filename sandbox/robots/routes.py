"""Addresses of the robots, and the page on which a tester sees what they were sent."""

import json
import sqlite3
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from sandbox.clock import local_time
from sandbox.pages.account import options
from sandbox.pages.layout import page
from sandbox.pages.markup import Markup, element, lines
from sandbox.robots import chats
from sandbox.robots.protocols import SERVICES, Refused, Service
from sandbox.world import World

PAGE = "/robots"


def robot_routes(world: World) -> list[Route]:
    async def show(request: Request) -> Response:
        return robots_page(world)

    async def add(request: Request) -> Response:
        given = {name: str(value) for name, value in (await request.form()).items()}
        try:
            chats.add(
                world,
                kind=given.get("kind", ""),
                name=given.get("name", ""),
                signed=bool(given.get("signed")),
                keyword=given.get("keyword", ""),
            )
        except ValueError as error:
            return robots_page(world, problem=str(error))
        return RedirectResponse(PAGE, status_code=303)

    async def remove(request: Request) -> Response:
        try:
            chats.remove(world, request.path_params["number"])
        except KeyError:
            return robots_page(world, problem="这个机器人已经不在了。")
        return RedirectResponse(PAGE, status_code=303)

    return [
        Route(PAGE, show, methods=["GET"]),
        Route(PAGE, add, methods=["POST"]),
        Route(f"{PAGE}/{{number:int}}/remove", remove, methods=["POST"]),
        *(
            Route(f"/{one.host}{one.path}", taking(world, kind, one), methods=["POST"])
            for kind, one in SERVICES.items()
        ),
    ]


def taking(world: World, kind: str, service: Service) -> Callable[[Request], Any]:
    """The endpoint of a service's robots. Refusals come with HTTP 200, as theirs do."""

    async def endpoint(request: Request) -> Response:
        try:
            message(world, kind, service, request, await request.body())
        except Refused as refused:
            return JSONResponse(service.failure(refused))
        return JSONResponse(service.success())

    return endpoint


def message(world: World, kind: str, service: Service, request: Request, content: bytes) -> None:
    """Take one message. Raises Refused."""
    row = chats.find(world, kind, service.key_in(request.query_params, request.path_params.get("key", "")))
    if row is None:
        raise service.unknown()
    body = parsed(content)
    service.check(row["secret"], request.query_params, body, now=world.clock.service_now())
    text = service.text_of(body)
    if row["keyword"] and row["keyword"] not in text:
        raise service.without_keyword()
    if chats.is_hurried(world, row):
        raise service.hurried()
    chats.take(world, row, text=text, kind=service.kind_of(body))


def parsed(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except ValueError:
        found = None
    return found if isinstance(found, dict) else {}


def robots_page(world: World, *, problem: str = "") -> Response:
    cards = [chat_card(world, row) for row in chats.all_of(world)]
    nothing = element(
        "p", {"class": "soft"}, "还没有机器人。先建一个，把地址和密钥抄到“群机器人”里，勾上“发到沙盒”。"
    )
    return page(
        "群机器人",
        element("p", {"class": "bad"}, problem) if problem else None,
        cards or element("section", None, nothing),
        new_robot_form(),
        status=422 if problem else 200,
    )


def chat_card(world: World, row: sqlite3.Row) -> Markup:
    told = [("地址", chats.address_of(row))]
    told += [("签名密钥", row["secret"])] if row["secret"] else []
    shown = [message_line(one) for one in chats.messages_of(world, row["id"])]
    return element(
        "section",
        {"id": f"robot-{row['id']}"},
        element("h2", None, f"{row['name']} · {chats.service_of(row).name}"),
        element(
            "dl",
            None,
            [[element("dt", None, name), element("dd", None, copied(text))] for name, text in told],
        ),
        element("p", {"class": "soft"}, f"关键词：{row['keyword']}") if row["keyword"] else None,
        shown or element("p", {"class": "soft"}, "还没有收到消息。"),
        element(
            "form",
            {"method": "post", "action": f"{PAGE}/{row['id']}/remove"},
            element("button", {"class": "plain"}, "移除机器人"),
        ),
    )


def copied(text: str) -> list[Markup]:
    button = element("button", {"type": "button", "class": "copy", "data-copy": text}, "复制")
    return [element("code", None, text), Markup(" "), button]


def message_line(row: sqlite3.Row) -> Markup:
    at = f"{local_time(row['at']):%m-%d %H:%M:%S}"
    return element(
        "p",
        {"data-message": row["id"]},
        element("small", {"class": "soft"}, at),
        element("br"),
        lines(row["text"]),
    )


def new_robot_form() -> Markup:
    kinds = [(key, one.name) for key, one in SERVICES.items()]
    return element(
        "section",
        None,
        element("h2", None, "新建群机器人"),
        element(
            "form",
            {"class": "stack", "method": "post", "action": PAGE},
            element("label", None, "类型", element("select", {"name": "kind"}, options(kinds))),
            element(
                "label", None, "群名", element("input", {"name": "name", "required": True, "maxlength": 60})
            ),
            element(
                "label",
                None,
                element(
                    "input", {"type": "checkbox", "name": "signed", "checked": True, "style": "width:auto"}
                ),
                "开启加签（飞书、钉钉）",
            ),
            element("label", None, "关键词（可不填）", element("input", {"name": "keyword"})),
            element("p", None, element("button", None, "新建")),
        ),
    )
