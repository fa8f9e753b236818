"""One call of a platform's API as its server sees it, and the answer to it."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from python_multipart.multipart import create_form_parser

from sandbox.identifiers import Identifiers

if TYPE_CHECKING:
    from sandbox.accounts import Account
    from sandbox.world import World

JSON = "application/json; charset=utf-8"


class Refusal(Exception):
    """The platform says no: its error code, its text, the HTTP status it uses, and further fields of the answer."""

    def __init__(
        self, code: int, message: str = "", *, status: int = 0, extra: dict[str, Any] | None = None
    ) -> None:
        super().__init__(f"{code} {message}")
        self.code = code
        self.message = message
        self.status = status
        self.extra = extra or {}
        self.afterwards: Callable[[], None] | None = (
            None  # what to write although the call's effect is undone
        )


@dataclass(slots=True)
class Answer:
    status: int
    body: bytes
    content_type: str = JSON
    headers: dict[str, str] = field(default_factory=dict)
    code: str = ""  # the platform's error code for the journal; empty when all is well


def json_answer(value: Any, *, status: int = 200, code: str = "") -> Answer:
    return Answer(
        status, json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), JSON, code=code
    )


@dataclass(slots=True)
class Upload:
    filename: str
    content_type: str
    data: bytes


@dataclass(slots=True)
class Fates:
    """What injected faults decided about the publication that a call starts."""

    review_seconds: float | None = None
    rejected: dict[str, Any] | None = None
    vanishes: bool = False
    take_down_seconds: float | None = None
    restriction_seconds: float | None = None


@dataclass(slots=True)
class Call:
    """`at` is world time, `service_at` service time, both epoch seconds, fixed for the whole call."""

    world: "World"
    id: int
    method: str
    host: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes
    client_ip: str
    at: float
    service_at: float
    ids: Identifiers
    ids_at: float = 0.0  # the world time that goes into ids; differs from `at` only in a call applied late
    account: "Account | None" = None
    fates: Fates | None = None  # drawn when the call first asks, see World.fates_of
    trace: str = ""  # the key under which the platform lets a developer look the call up
    _fields: dict[str, str] | None = None
    _uploads: dict[str, Upload] | None = None

    def __post_init__(self) -> None:
        self.ids_at = self.at

    @property
    def the_account(self) -> "Account":
        """The account that the credentials of the call belong to; endpoints that need one may rely on it."""
        if self.account is None:
            raise LookupError("this endpoint was reached without an account")
        return self.account

    def fields(self) -> dict[str, str]:
        """Query parameters and form fields together; a form field wins over a query parameter."""
        if self._fields is None:
            self._read_form()
        return self._fields or {}

    def uploads(self) -> dict[str, Upload]:
        if self._uploads is None:
            self._read_form()
        return self._uploads or {}

    def _read_form(self) -> None:
        self._fields, self._uploads = dict(self.query), {}
        kind = self.headers.get("content-type", "")
        if kind.startswith("multipart/form-data"):
            read_multipart(kind, self.body, fields=self._fields, uploads=self._uploads)
        elif self.body and not kind.startswith("application/json"):
            text = self.body.decode("utf-8", "replace")
            self._fields.update(parse_qsl(text, keep_blank_values=True))


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One path of a platform's API. `publishes` marks the calls that may put something before the public."""

    host: str
    path: str
    answer: Callable[[Call], Any]
    methods: tuple[str, ...] = ("POST",)
    publishes: bool = False
    needs_token: bool = True
    permission: str = ""


def read_multipart(
    content_type: str, body: bytes, *, fields: dict[str, str], uploads: dict[str, Upload]
) -> None:
    """Add the parts of a multipart body to `fields` and `uploads`; a broken body adds what was readable."""

    def on_field(part: Any) -> None:
        fields[(part.field_name or b"").decode()] = (part.value or b"").decode("utf-8", "replace")

    def on_file(part: Any) -> None:
        part.file_object.seek(0)
        uploads[(part.field_name or b"").decode()] = Upload(
            filename=(part.file_name or b"").decode("utf-8", "replace"),
            content_type=part.content_type or "",
            data=part.file_object.read(),
        )

    headers = {"Content-Type": content_type.encode(), "Content-Length": str(len(body)).encode()}
    try:
        parser = create_form_parser(
            headers, on_field, on_file, config={"MAX_MEMORY_FILE_SIZE": len(body) + 1}
        )
        parser.write(body)
        parser.finalize()
    except (
        Exception
    ):  # the parser raises many kinds for a malformed body; the platform then misses its fields
        return
