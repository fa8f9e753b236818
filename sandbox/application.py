"""The sandbox as an ASGI application: calls of the emulated APIs, the control API, and pages."""

import asyncio
import contextlib
import importlib
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qsl, unquote

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from sandbox.callbacks import Sender
from sandbox.calls import Answer
from sandbox.control.routes import control_routes
from sandbox.crowd import Audience, Crowd
from sandbox.desk import Desk
from sandbox.gateway import Incoming, Served, apply_late_call, new_call, serve
from sandbox.journal import forget_old_calls
from sandbox.pages.routes import page_routes
from sandbox.phone.links import routes as phone_links
from sandbox.robots.routes import robot_routes
from sandbox.tasks import restrict, run_due, take_down
from sandbox.world import DEFAULT_SEED, World

log = logging.getLogger("sandbox")
TICK_SECONDS = 0.2
CROWD_SECONDS_PER_TICK = 0.02
TICKS_BETWEEN_CLEANINGS = 3_000
TICKS_BETWEEN_CLOCK_NOTES = 25


class ConnectionCut(Exception):
    """Stands for a connection that the platform cut: raised where no real socket can be shut."""


def create(
    data_dir: Path | str,
    *,
    seed: int = DEFAULT_SEED,
    real_time: Callable[[], float] = time.time,
    audience: Audience | None = None,
    callback_transport: httpx.AsyncBaseTransport | None = None,
    cut_connection: Callable[[tuple[str, int]], None] | None = None,
) -> "Application":
    """The sandbox on its data directory. Without a lifespan (as in tests) nothing happens in the background: time is
    caught up by `POST /control/advance`, and pushes go out with it. Raises WorldInUse when another process has the
    directory."""
    world = World(Path(data_dir), seed=seed, real_time=real_time)
    world.tasks |= {"take_down": take_down, "restrict": restrict, "late_call": apply_late_call}
    world.outgoing = callback_transport
    people: Audience = audience or importlib.import_module("sandbox.audience")  # type: ignore[assignment]
    sender = Sender(world, transport=callback_transport)
    desk = Desk(world, Crowd(world, people), sender, callback_transport)
    return Application(desk, cut_connection=cut_connection)


class Application:
    """`desk.world` is at hand for tests; close it with `close()`."""

    def __init__(self, desk: Desk, *, cut_connection: Callable[[tuple[str, int]], None] | None) -> None:
        self.desk = desk
        self.cut_connection = cut_connection
        self.api_hosts = {host for host, _ in desk.world.endpoints}
        platform_pages = [
            route for platform in desk.world.platforms.values() for route in platform.pages(desk.world)
        ]
        unknown = [
            Route(f"/{host}/{{rest:path}}", self.unknown_call, methods=["GET", "POST"])
            for host in sorted(self.api_hosts)
        ]
        routes = [
            *control_routes(desk),
            *page_routes(desk),
            *phone_links(desk.world),
            *robot_routes(desk.world),
            *platform_pages,
            *unknown,
        ]
        self.pages = Starlette(routes=routes, lifespan=self.lifespan)

    def close(self) -> None:
        self.desk.world.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            host, _, path = scope["path"].lstrip("/").partition("/")
            if (host, f"/{path}") in self.desk.world.endpoints:
                await self.answer_call(scope, receive, send, host=host, path=f"/{path}")
                return
        await self.pages(scope, receive, send)

    async def answer_call(self, scope: Scope, receive: Receive, send: Send, *, host: str, path: str) -> None:
        incoming = await read(scope, receive, host=host, path=path)
        served = serve(self.desk.world, incoming)
        if served.pause:
            await asyncio.sleep(served.pause)
        if served.cut:
            self.cut(scope)
            return
        await write(send, served)

    def cut(self, scope: Scope) -> None:
        """Shut the caller's socket without a word."""
        if self.cut_connection is None:
            raise ConnectionCut("the platform cut the connection")
        host, port = scope["client"]
        self.cut_connection((str(host), int(port)))

    async def unknown_call(self, request: Request) -> Response:
        host, _, path = request.url.path.lstrip("/").partition("/")
        world = self.desk.world
        platform = next(one for one in world.platforms.values() if host in one.hosts)
        incoming = Incoming(request.method, host, f"/{path}", dict(request.query_params), {}, b"", "")
        answer = platform.unknown(new_call(world, incoming))
        return Response(answer.body, answer.status, media_type=answer.content_type)

    @asynccontextmanager
    async def lifespan(self, _: Starlette) -> AsyncIterator[None]:
        self.desk.runs = True
        work = [asyncio.create_task(self.desk.sender.run()), asyncio.create_task(self.keep_ticking())]
        try:
            yield
        finally:
            self.desk.runs = False
            for task in work:
                task.cancel()
            for task in work:
                with contextlib.suppress(asyncio.CancelledError):
                    await task
            self.close()

    async def keep_ticking(self) -> None:
        """Let tasks run and people act a few times a second, in small portions."""
        ticks = 0
        while True:
            await asyncio.sleep(TICK_SECONDS)
            ticks += 1
            try:
                self.tick(ticks)
            except Exception:  # the world must go on; what failed is tried again with the next tick
                log.exception("a tick failed")

    def tick(self, number: int) -> None:
        run_due(self.desk.world)
        self.desk.crowd.advance(budget_seconds=CROWD_SECONDS_PER_TICK)
        if number % TICKS_BETWEEN_CLOCK_NOTES == 0:
            self.desk.world.clock.keep()
        if number % TICKS_BETWEEN_CLEANINGS == 0:
            forget_old_calls(self.desk.world)


async def read(scope: Scope, receive: Receive, *, host: str, path: str) -> Incoming:
    parts = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if message["type"] == "http.disconnect" or not message.get("more_body"):
            break
    query = dict(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True))
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    client = scope.get("client") or ("127.0.0.1", 0)
    address = headers.get("x-forwarded-for", "").split(",")[0].strip() or client[0]
    return Incoming(scope["method"], host, unquote(path), query, headers, b"".join(parts), address)


async def write(send: Send, served: Served) -> None:
    answer: Answer = served.answer
    headers = [
        (b"content-type", answer.content_type.encode()),
        (b"content-length", str(len(answer.body)).encode()),
    ]
    headers += [(name.encode(), value.encode("latin-1")) for name, value in answer.headers.items()]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})
