"""The marks while somebody types: keystroke after keystroke through the real web server, beside an empty request.

One person types, so requests come one after another over one connection. Every text is another, as while typing, and
goes to two platforms, so that each is judged twice. The empty request is `/health` of the same server, asked in turn.
"""

from __future__ import annotations

import argparse
import time
from itertools import cycle, islice
from typing import Any

import httpx

from bench.stack import Stack, share, stack

AIM_MS = 100
LENGTHS = (200, 2000)
WARMING = 20
SENTENCES = (
    "今年的桂花乌龙开始卖了，香气在杯子里慢慢散开。",
    "我们的茶山在海拔九百米，老师傅说做茶要看天。",
    "亲测好喝，原价 299 元，今天到手价九十九块九。",
    "有人说这是全国第一的茶，我们只说它好喝。",
    "想要的朋友在评论区留言，周末门店可以试喝。",
)


def run(arguments: list[str]) -> dict[str, Any]:
    """p50 and p95 by length of the draft; `ratio` is the p95 of the longest against the p95 of the empty request."""
    parser = argparse.ArgumentParser(prog="bench typing")
    parser.add_argument("--requests", type=int, default=250, help="keystrokes for each length")
    options = parser.parse_args(arguments)
    with stack() as installation:
        client, draft = _writer(installation)
        with client:
            return _measure(client, draft, keystrokes=options.requests)


def _writer(installation: Stack) -> tuple[httpx.Client, Any]:
    """An editor who is signed in, and his draft for two platforms."""
    from django.conf import settings
    from django.test import Client

    from chaoxin.accounts.testing.cast import assemble
    from chaoxin.content.testing import rows

    cast = assemble()
    channels = rows.article_channel(cast.workspace), rows.post_channel(cast.workspace)
    draft = rows.draft_with(cast.editor, *channels)
    installation.start_web()
    browser = Client(SERVER_NAME="127.0.0.1")
    assert cast.editor.membership
    browser.force_login(cast.editor.membership.user)
    browser.get(f"/w/{cast.workspace.slug}/drafts/{draft.pk}/")
    cookies = {name: morsel.value for name, morsel in browser.cookies.items()}
    headers = {"X-CSRFToken": cookies[settings.CSRF_COOKIE_NAME], "HX-Request": "true"}
    client = httpx.Client(base_url=installation.web_address, cookies=cookies, headers=headers, timeout=30)
    return client, (cast.workspace.slug, draft.pk)


def _measure(client: httpx.Client, draft: tuple[str, Any], *, keystrokes: int) -> dict[str, Any]:
    address = f"/w/{draft[0]}/drafts/{draft[1]}/check/"
    figures: dict[str, Any] = {"requests": keystrokes}
    empty: list[float] = []
    slowest = 0.0
    for length in LENGTHS:
        waits: list[float] = []
        for number, text in enumerate(_typed(length, WARMING + keystrokes)):
            nothing = _timed(client, "GET", "/health", {})
            wait = _timed(client, "POST", address, {"title": "秋季新品上市", "body": text})
            if number >= WARMING:
                empty.append(nothing)
                waits.append(wait)
        slowest = share(waits, 0.95)
        figures |= {f"p50_ms_{length}": _ms(share(waits, 0.5)), f"p95_ms_{length}": _ms(slowest)}
    return {
        **figures,
        "empty_p50_ms": _ms(share(empty, 0.5)),
        "empty_p95_ms": _ms(share(empty, 0.95)),
        "ratio": round(slowest / share(empty, 0.95), 2),
        "ok": slowest * 1000 < AIM_MS,
    }


def _typed(length: int, keystrokes: int) -> list[str]:
    """What stands in the draft after each keystroke, as it comes to about that length."""
    text = "".join(islice(cycle("".join(SENTENCES)), length + keystrokes))
    return [text[: length - keystrokes // 2 + number] for number in range(keystrokes)]


def _timed(client: httpx.Client, method: str, address: str, told: dict[str, str]) -> float:
    started = time.perf_counter()
    answer = client.request(method, address, data=told or None)
    waited = time.perf_counter() - started
    if answer.status_code != 200 or (told and "findings" not in answer.text):
        raise RuntimeError(f"{address} answered {answer.status_code}")
    return waited


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)
