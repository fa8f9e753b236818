"""The wire: the only way by which connectors reach a platform.

Reads are repeated a bounded number of times; changing calls go out once. What happened to a changing call
whose answer was lost is unknown, and said so (`OutcomeUnknown`). Query strings, headers and bodies are never
logged, since that is where platforms put their tokens.
"""

from __future__ import annotations

import json as json_module
import logging
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import quote, urlsplit

import httpx

from chaoxin.connectors.wording import said

from .contract import Meter, unmetered
from .errors import OutcomeUnknown, Wait
from .file_parts import FilePart

log = logging.getLogger("chaoxin.connectors")
# httpx logs whole addresses, and with them the access tokens of platforms that want them in the query.
logging.getLogger("httpx").addFilter(lambda record: record.levelno >= logging.WARNING)

CONNECT_SECONDS = 5.0
READ_SECONDS = 20.0
UPLOAD_SECONDS = 120.0
READ_TRIES = 3
READ_PAUSE_SECONDS = 0.4
ANSWER_LIMIT_BYTES = 20 * 1024 * 1024
SLICE_BYTES = 256 * 1024
# Of the sandbox: does with the link of an app what a phone does.
PHONE_PAGE = "/phone/open"


@dataclass(frozen=True)
class Answer:
    """An HTTP answer of any status. `data` is the parsed JSON body, None where the body is no JSON."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @cached_property
    def data(self) -> Any:
        try:
            return json_module.loads(self.body)
        except ValueError:
            return None

    def excerpt(self, length: int = 600) -> str:
        """The start of the body as text, for attempt logs; callers pass it through `without_secrets`."""
        return self.body[: length * 3].decode("utf-8", "replace")[:length]


class Wire:
    """Speaks HTTP to platforms, or to the sandbox in their place.

    With `sandbox_url`, `https://HOST/path` becomes `SANDBOX_URL/HOST/path`; nothing else differs.
    `meter` is called with a meter name before each metered call and may raise `Wait`.
    """

    def __init__(
        self,
        *,
        sandbox_url: str = "",
        meter: Meter = unmetered,
        client: httpx.Client | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self.sandbox_url = sandbox_url.rstrip("/")
        self.meter = meter
        self.now = now
        self.client = client or shared_client()
        self._pause = pause

    def address(self, url: str) -> str:
        """Where a request to `url` really goes."""
        if not self.sandbox_url:
            return url
        parts = urlsplit(url)
        query = f"?{parts.query}" if parts.query else ""
        return f"{self.sandbox_url}/{parts.netloc}{parts.path}{query}"

    def address_for_people(self, url: str) -> str:
        """Where a person's browser or phone goes for an address of the platform, or for a link that opens its app:
        there itself, or to what stands for it in the sandbox."""
        if not self.sandbox_url or not url or url.startswith(f"{self.sandbox_url}/"):
            return url
        if urlsplit(url).scheme in ("http", "https"):
            return self.address(url)
        return f"{self.sandbox_url}{PHONE_PAGE}?link={quote(url, safe='')}"

    def read(
        self,
        url: str,
        *,
        method: str = "GET",
        params: Mapping[str, Any] | None = None,
        json: Any = None,
        form: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        meter: str = "",
    ) -> Answer:
        """The answer to a call that changes nothing; tried up to three times on network faults and 5xx.
        Raises Wait when the platform cannot be reached or keeps failing."""
        failure = ""
        for attempt in range(READ_TRIES):
            if attempt:
                self._pause(READ_PAUSE_SECONDS * 2**attempt)
            self._count(meter)
            try:
                answer = self._send(
                    method, url, params=params, json=json, form=form, headers=headers, seconds=READ_SECONDS
                )
            except httpx.RequestError as error:
                failure = type(error).__name__
                continue
            if answer.status < 500 or answer.data is not None:
                return answer
            failure = f"HTTP {answer.status}"
        raise Wait(
            said("平台暂时联系不上（%(failure)s）。稍后会自动再试，无需处理。", failure=failure),
            until=self.now() + timedelta(minutes=1),
            code=failure,
        )

    def change(
        self,
        url: str,
        *,
        params: Mapping[str, Any] | None = None,
        json: Any = None,
        form: Mapping[str, Any] | None = None,
        files: Mapping[str, Any] | None = None,
        content: bytes | FilePart | None = None,
        headers: Mapping[str, str] | None = None,
        meter: str = "",
        harmless: bool = False,
        method: str = "POST",
    ) -> Answer:
        """The answer to a call that changes something, sent exactly once. Raises Wait where the request surely
        never left, OutcomeUnknown where it may have arrived. `harmless` marks calls without a visible effect
        (uploads, drafts): whatever goes wrong with them is a Wait. A part of a file is read while it goes out."""
        self._count(meter)
        seconds = UPLOAD_SECONDS if files or content else READ_SECONDS
        try:
            answer = self._send(
                method,
                url,
                params=params,
                json=json,
                form=form,
                files=files,
                content=content,
                headers=headers,
                seconds=seconds,
            )
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise self._not_sent(type(error).__name__) from error
        except httpx.RequestError as error:
            raise self._lost(type(error).__name__, harmless=harmless) from error
        if answer.status >= 500 and answer.data is None:
            raise self._lost(f"HTTP {answer.status}", harmless=harmless, excerpt=answer.excerpt())
        return answer

    def _count(self, meter: str) -> None:
        if meter:
            self.meter(meter)

    def _send(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, Any] | None = None,
        json: Any = None,
        form: Mapping[str, Any] | None = None,
        files: Mapping[str, Any] | None = None,
        content: bytes | FilePart | None = None,
        headers: Mapping[str, str] | None = None,
        seconds: float,
    ) -> Answer:
        sent_headers = dict(headers or {})
        if json is not None:
            # Platforms show \uXXXX escapes literally, so the text goes out as plain UTF-8.
            content = json_module.dumps(json, ensure_ascii=False).encode()
            sent_headers["Content-Type"] = "application/json; charset=utf-8"
        started = time.monotonic()
        body, length = _in_slices(content)
        if length:
            sent_headers["Content-Length"] = str(length)
        response = self.client.request(
            method,
            self.address(url),
            params=params,
            content=body,
            data=form,
            files=files,
            headers=sent_headers,
            timeout=httpx.Timeout(seconds, connect=CONNECT_SECONDS),
        )
        parts = urlsplit(url)
        milliseconds = (time.monotonic() - started) * 1000
        log.info("%s %s%s %s %.0f ms", method, parts.netloc, parts.path, response.status_code, milliseconds)
        told = response.content[:ANSWER_LIMIT_BYTES]
        # The answer and its stream hold each other, and with them the part of a file that was sent, until the
        # garbage collector comes.
        response.stream = httpx.ByteStream(b"")
        return Answer(status=response.status_code, headers=dict(response.headers), body=told)

    def _not_sent(self, failure: str) -> Wait:
        return Wait(
            said("平台连接不上（%(failure)s），请求没有发出。稍后会自动再试，无需处理。", failure=failure),
            until=self.now() + timedelta(seconds=30),
            code=failure,
        )

    def _lost(self, failure: str, *, harmless: bool, excerpt: str = "") -> Wait | OutcomeUnknown:
        if harmless:
            return Wait(
                said("平台没有正常应答（%(failure)s）。这一步可以重来，稍后会自动再试。", failure=failure),
                until=self.now() + timedelta(seconds=30),
                code=failure,
                excerpt=excerpt,
            )
        return OutcomeUnknown(
            said(
                "请求已发出，但没有收到平台的应答（%(failure)s），不确定是否生效。系统会先到平台上核实，不会重复发送。",
                failure=failure,
            ),
            code=failure,
            excerpt=excerpt,
        )


def _in_slices(content: bytes | FilePart | None) -> tuple[bytes | Iterator[bytes] | None, int]:
    """A large body in slices, and its length: as one piece, the library below would copy the rest of it after every
    write. A small one stays as it is, with 0."""
    if isinstance(content, FilePart):
        return iter(lambda: content.read(SLICE_BYTES), b""), content.length
    if content is None or len(content) <= SLICE_BYTES:
        return content, 0
    starts = range(0, len(content), SLICE_BYTES)
    return (content[start : start + SLICE_BYTES] for start in starts), len(content)


_SHARED: list[httpx.Client] = []


def shared_client() -> httpx.Client:
    """One connection pool per process; redirects are not followed, proxies of the environment are used."""
    if not _SHARED:
        limits = httpx.Limits(max_connections=64, max_keepalive_connections=32)
        _SHARED.append(httpx.Client(limits=limits, follow_redirects=False))
    return _SHARED[0]


def without_secrets(text: str, secrets: Mapping[str, str]) -> str:
    """`text` with every secret value replaced, for logs and attempt records."""
    for value in secrets.values():
        if len(value) >= 6:
            text = text.replace(value, "***")
    return text
