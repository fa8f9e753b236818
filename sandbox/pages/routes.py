"""Addresses of the control desk's pages and forms."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.desk import Desk
from sandbox.pages import account, calls, chat, dashboard, post
from sandbox.pages.forms import FORMS, form_endpoint

PAGES: tuple[tuple[str, Callable[[Desk, Request], Response]], ...] = (
    ("/", dashboard.show),
    ("/accounts/{key}", account.show),
    ("/accounts/{key}/chat", chat.show),
    ("/posts/{id:int}", post.show),
    ("/calls", calls.list_calls),
    ("/calls/{id:int}", calls.show_call),
    ("/callbacks", calls.list_callbacks),
)


def page_routes(desk: Desk) -> list[Route]:
    pages = [Route(path, page_endpoint(desk, show), methods=["GET"]) for path, show in PAGES]
    return pages + [Route(path, form_endpoint(desk, verb), methods=["POST"]) for path, verb in FORMS]


def page_endpoint(desk: Desk, show: Callable[[Desk, Request], Response]) -> Callable[[Request], object]:
    async def endpoint(request: Request) -> Response:
        return show(desk, request)

    return endpoint
