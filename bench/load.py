"""A frugal load: prepared HTTP/1.1 requests over a few connections that are kept alive, each waiting for its answer."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

END_OF_HEAD = b"\r\n\r\n"
LAST_CHUNK = b"0\r\n\r\n"
LONGEST_ANSWER_SECONDS = 30.0


@dataclass(frozen=True)
class Load:
    """What came of a load. `waits` are seconds from sending to the whole answer, `statuses` one for each request in
    the order of the requests, 0 where there was no answer."""

    seconds: float
    waits: list[float]
    statuses: list[int]


def post(url: str, body: bytes) -> bytes:
    """The octets of a POST of XML."""
    parts = urlsplit(url)
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    head = (
        f"POST {target} HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Type: text/xml\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def put_on(address: str, requests: list[bytes], *, connections: int) -> Load:
    """Sends all requests to the server at `address`, as fast as it answers over so many connections."""
    return asyncio.run(_put_on(address, requests, connections))


async def _put_on(address: str, requests: list[bytes], connections: int) -> Load:
    waits, statuses = [0.0] * len(requests), [0] * len(requests)
    coming = iter(range(len(requests)))

    async def converse() -> None:
        reader, writer = await _connect(address)
        for number in coming:
            started = time.perf_counter()
            try:
                writer.write(requests[number])
                statuses[number] = await asyncio.wait_for(_answer(reader), LONGEST_ANSWER_SECONDS)
            except (OSError, EOFError, TimeoutError):
                reader, writer = await _connect(address)
            waits[number] = time.perf_counter() - started
        writer.close()

    started = time.perf_counter()
    await asyncio.gather(*(converse() for _ in range(connections)))
    return Load(seconds=time.perf_counter() - started, waits=waits, statuses=statuses)


async def _connect(address: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    parts = urlsplit(address)
    return await asyncio.open_connection(parts.hostname, parts.port)


async def _answer(reader: asyncio.StreamReader) -> int:
    """Reads one answer and says its status."""
    head = (await reader.readuntil(END_OF_HEAD)).lower()
    length = head.partition(b"content-length:")[2].partition(b"\r\n")[0]
    if length:
        await reader.readexactly(int(length))
    elif b"transfer-encoding: chunked" in head:
        await reader.readuntil(LAST_CHUNK)
    return int(head.split(b" ", 2)[1])
