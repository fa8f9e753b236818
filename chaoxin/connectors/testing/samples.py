"""What a platform hands to the conformance battery.

Each platform has `platforms/<key>/tests/conformance.py` with one `SAMPLES: Samples`. The battery finds it by
the platform's key; nothing is registered. See README.md beside this file.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import httpx

from chaoxin.connectors import platforms
from chaoxin.connectors.contract import Connector
from chaoxin.connectors.errors import ConnectorError
from chaoxin.connectors.values import Account, EventKind, Outcome, Post, Webhook

SAMPLE_TIME = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Reply:
    """One answer of the stubbed platform: a dict or list goes out as JSON, text and bytes as they are."""

    body: Any
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


Responder = Reply | Callable[[httpx.Request], Reply]
"""A fixed answer, or a function of the request (for paths that serve several purposes)."""


class CallKind(StrEnum):
    """READ changes nothing and may be repeated. CHANGE is visible or irreversible: sent exactly once, a lost
    answer is OutcomeUnknown. HARMLESS writes something nobody sees (an upload, a draft, a token): sent once,
    a lost answer is a Wait."""

    READ = "read"
    CHANGE = "change"
    HARMLESS = "harmless"


@dataclass(frozen=True)
class Refusal:
    """A business refusal at the call's target and what the connector makes of it: an error class that it
    `raises`, or the outcome of the Submission that it `returns`."""

    reply: Reply
    raises: type[ConnectorError] | None = None
    returns: Outcome | None = None


@dataclass(frozen=True)
class Call:
    """One call of a connector. `name` is `part.method` ("publish.submit"); several calls may share a name.

    `target` is host and path of the request that the battery breaks ("api.example.com/v2/share.json");
    every other request gets its healthy answer. `answers` replace or add to the healthy ones for this call.
    """

    name: str
    run: Callable[[Connector], object]
    target: str
    kind: CallKind
    refusals: tuple[Refusal, ...] = ()
    answers: Mapping[str, Responder] = field(default_factory=dict)


@dataclass(frozen=True)
class BadPost:
    """A post with several faults; `codes` are the codes of all problems that `check` must find at once."""

    post: Post
    codes: frozenset[str]
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class WebhookSample:
    """A correctly signed push and the kinds of events that it holds (none for an ignored one).

    `signature_parameter` is the query parameter that the battery falsifies, or `signature_header` the header, where
    the signature covers the body.
    """

    name: str
    webhook: Webhook
    kinds: tuple[EventKind, ...] = ()
    signature_parameter: str = "signature"
    signature_header: str = ""


@dataclass(frozen=True)
class LinkSample:
    """A text that a person pastes after publishing by hand, and what the platform's `recognize` reads in it."""

    pasted: str
    post_id: str
    url: str


@dataclass(frozen=True)
class Samples:
    """All samples of one platform.

    `account` carries every secret field of the manifest and a token; the values must be at least eight
    characters and appear nowhere else, for the battery searches logs and errors for them.
    `answers` is the platform in good health: host and path → answer.
    `calls` cover every method of every offered part that speaks to the platform; a method that speaks to
    none is listed in `without_calls` with the reason.
    `posts` are publishable with `settings`: `check` finds nothing that stops them.
    `verification` is the platform's address check, where it converses by webhook.
    A platform with an `assist` part brings `assisted_posts` (publishable by hand, at least one for each assisted
    format), `bad_assisted_posts`, `links`, `foreign_links` (texts that `recognize` refuses) and `declared`: spellings
    of the fields that all name the same account; `undeclared` are fields that name none. `code_parameter` is the
    parameter in which a consent page brings its code.
    """

    account: Account
    answers: Mapping[str, Responder]
    calls: tuple[Call, ...]
    posts: tuple[Post, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    bad_posts: tuple[BadPost, ...] = ()
    webhooks: tuple[WebhookSample, ...] = ()
    verification: WebhookSample | None = None
    without_calls: Mapping[str, str] = field(default_factory=dict)
    now: datetime = SAMPLE_TIME
    assisted_posts: tuple[Post, ...] = ()
    bad_assisted_posts: tuple[BadPost, ...] = ()
    links: tuple[LinkSample, ...] = ()
    foreign_links: tuple[str, ...] = ()
    declared: tuple[Mapping[str, str], ...] = ()
    undeclared: tuple[Mapping[str, str], ...] = ()
    code_parameter: str = "code"


def samples_of(key: str) -> Samples:
    """The samples of a platform. Raises ModuleNotFoundError where it has none."""
    module = importlib.import_module(f"{platforms.__name__}.{key}.tests.conformance")
    samples: Samples = module.SAMPLES
    return samples
