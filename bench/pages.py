"""Every page that a role can reach in the example company: how long the server takes and how often it asks the
database.

The pages are found as a person finds them, by following the links from the first page, and the parts that a page
loads by itself count as pages of their own. Several rows are opened of each kind of detail page.
"""

from __future__ import annotations

import argparse
import html
import re
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench.stack import share, stack

AIM_MS = 100
AIM_QUERIES = 20
LINK = re.compile(r'(?:href|hx-get)="(/[^"#]*)"')
WITHOUT_COMPANY = ("/profile/", "/accounts/email/", "/status/")
HEADER = f"{'page':<34}{'role':<14}{'p95 ms':>8}{'p50 ms':>8}{'queries':>9}{'kB':>7}  address"


@dataclass(frozen=True)
class Measured:
    """One kind of page as one role sees it. `address` is the row that took longest; `queries` are of the row with
    the most."""

    name: str
    role: str
    address: str
    p50_ms: float
    p95_ms: float
    queries: int
    kilobytes: int


def run(arguments: list[str]) -> dict[str, Any]:
    """The worst page by time and by queries; `ratio` is the worst p95 against 100 ms. The table goes to a file."""
    options = _parser().parse_args(arguments)
    with stack() as installation:
        installation.start_sandbox()
        from chaoxin.config import seeds

        began = time.monotonic()
        seeds.seed()
        seeded = time.monotonic() - began
        return _measure(options) | {"seconds_to_seed": round(seeded, 1)}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench pages")
    parser.add_argument("--requests", type=int, default=30, help="of each page and role")
    parser.add_argument("--rows", type=int, default=3, help="sample rows of each kind of detail page")
    parser.add_argument("--roles", nargs="*", help="only these")
    parser.add_argument("--table", type=Path, help="where to write all pages, worst first")
    return parser


def _measure(options: argparse.Namespace) -> dict[str, Any]:
    from django.db import connection

    from chaoxin.config import heap

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    heap.settle()
    measured = [page for role in _roles(options.roles) for page in _pages_of(role, options)]
    measured.sort(key=lambda page: page.p95_ms, reverse=True)
    if options.table:
        options.table.write_text("\n".join([HEADER, *map(_line, measured)]) + "\n")
    slowest, busiest = measured[0], max(measured, key=lambda page: page.queries)
    over = [page for page in measured if page.p95_ms > AIM_MS or page.queries > AIM_QUERIES]
    return {
        "ok": not over,
        "pages": len({page.name for page in measured}),
        "pages_and_roles": len(measured),
        "over_the_aim": sorted({page.name for page in over}),
        "p95_ms": slowest.p95_ms,
        "slowest": f"{slowest.name} ({slowest.role})",
        "queries": busiest.queries,
        "most_queries": f"{busiest.name} ({busiest.role})",
        "ratio": round(slowest.p95_ms / AIM_MS, 3),
    }


def _roles(wanted: list[str] | None) -> list[Any]:
    """One member of each role."""
    from chaoxin.accounts.models import Membership
    from chaoxin.config.seeds.sign_ins import COMPANY_SLUG

    found = Membership.objects.filter(workspace__slug=COMPANY_SLUG).select_related("user", "workspace")
    by_role = {member.role: member for member in found.order_by("-created_at")}
    return [member for role, member in by_role.items() if not wanted or role in wanted]


def _pages_of(member: Any, options: argparse.Namespace) -> Iterator[Measured]:
    from django.test import Client

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(member.user)
    for name, addresses in sorted(_found(client, member.workspace.slug, rows=options.rows).items()):
        waits, size = _timed(client, addresses, options.requests)
        times = [milliseconds for milliseconds, _ in waits]
        yield Measured(
            name=name,
            role=member.role,
            address=max(waits)[1],
            p50_ms=round(share(times, 0.5), 1),
            p95_ms=round(share(times, 0.95), 1),
            queries=max(_queries(client, address) for address in addresses),
            kilobytes=size // 1024,
        )


def _found(client: Any, slug: str, *, rows: int) -> dict[str, list[str]]:
    """Addresses of pages and parts of pages by the name of their kind, found by following links."""
    found: dict[str, list[str]] = defaultdict(list)
    coming, seen = [f"/w/{slug}/", *WITHOUT_COMPANY], set()
    while coming:
        address = coming.pop(0)
        name = _name(address)
        if not name or address in seen or len(found[name]) >= rows:
            continue
        seen.add(address)
        answer = client.get(address)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            found[name].append(address)
            coming += [urlsplit(html.unescape(link)).path for link in LINK.findall(answer.content.decode())]
    return {name: addresses for name, addresses in found.items() if addresses}


def _name(address: str) -> str:
    """The name of the kind of page; "" for what is no page of the product."""
    from django.urls import Resolver404, resolve

    try:
        match = resolve(address)
    except Resolver404:
        return ""
    if address.startswith(("/api/", "/accounts/logout", "/hooks/", "/static/")):
        return ""
    return match.view_name or match._func_path


def _timed(client: Any, addresses: list[str], requests: int) -> tuple[list[tuple[float, str]], int]:
    """Milliseconds of each request, the rows in turn and each visited once before; and octets of the longest."""
    sizes = [len(client.get(address).content) for address in addresses]
    waits = []
    for _, address in zip(range(requests), cycle(addresses), strict=False):
        began = time.perf_counter()
        answer = client.get(address)
        waits.append(((time.perf_counter() - began) * 1000, address))
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}")
    return waits, max(sizes)


def _queries(client: Any, address: str) -> int:
    with _counted() as count:
        client.get(address)
    return len(count)


@contextmanager
def _counted() -> Iterator[list[str]]:
    from django.db import connection

    statements: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        statements.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        yield statements


def _line(page: Measured) -> str:
    figures = f"{page.p95_ms:>8}{page.p50_ms:>8}{page.queries:>9}{page.kilobytes:>7}"
    return f"{page.name:<34}{page.role:<14}{figures}  {page.address}"
