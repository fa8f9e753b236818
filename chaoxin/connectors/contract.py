"""What a platform offers, as small separate protocols. A platform has a part or has it not (None); nobody
catches "not implemented".

Every method raises the errors of `chaoxin.connectors.errors`. A method that changes something on the
platform raises `OutcomeUnknown` when the answer was lost after the request may have been received.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from .values import (
    Account,
    Event,
    Identity,
    Page,
    Post,
    Problem,
    Reading,
    Sent,
    Sighting,
    Submission,
    Token,
    Webhook,
    WebhookAnswer,
)


@dataclass(frozen=True)
class Limit:
    """A number of the platform with its source. `certainty`: official, two_sources, one_source, inferred."""

    key: str
    value: int
    source: str
    read_on: str
    certainty: str
    note: str = ""


@dataclass(frozen=True)
class Quota:
    """At most `calls` metered uses of `meter` per `window`. Windows start at the platform's own midnight or
    full hour (Asia/Shanghai). `reserve` calls are kept back from background reading for people's acts."""

    meter: str
    calls: int
    window: timedelta
    reserve: int = 0
    profile: str = "default"


@dataclass(frozen=True)
class CredentialField:
    """A field of the connect form. `secret` values are write-only. `suggested_length` marks a value that both
    sides agree on (a callback token): the form offers to make one of so many letters and digits to copy."""

    key: str
    label: str
    secret: bool = False
    required: bool = True
    help: str = ""
    pattern: str = ""
    suggested_length: int = 0


@dataclass(frozen=True)
class Option:
    """A switch of a form of post beyond its texts and pictures; its value stands in `Post.options` by `key`."""

    key: str
    label: str
    default: bool = False
    help: str = ""


@dataclass(frozen=True)
class Length:
    """How long a field of a post is by the platform's own counting, and how long it may be."""

    field: str
    used: int
    most: int
    unit: str = "字"


@dataclass(frozen=True)
class Format:
    """A form of post that the platform takes."""

    key: str
    name: str
    has_title: bool
    takes_html: bool
    max_pictures: int
    needs_cover: bool = False
    needs_link: bool = False
    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Mode:
    """An honest way to be connected: key `api`, `assisted` or `import`, with its risk in words."""

    key: str
    name: str
    connects_by: str  # "credentials" or "oauth"
    fields: tuple[CredentialField, ...]
    risk: str
    setup: str


@dataclass(frozen=True)
class Capability:
    """A row of 能做什么 / 不能做什么. `when` says in words on what it depends."""

    key: str
    name: str
    offered: bool
    note: str = ""


@dataclass(frozen=True)
class Manifest:
    key: str
    name: str
    color: str
    modes: tuple[Mode, ...]
    formats: tuple[Format, ...]
    capabilities: tuple[Capability, ...]
    limits: tuple[Limit, ...]
    quotas: tuple[Quota, ...]
    docs_url: str
    api_version: str
    safe_spacing_seconds: int = 60
    poll_events_every: timedelta | None = None
    read_metrics_every: timedelta = timedelta(minutes=5)
    metrics: Mapping[str, str] = field(default_factory=dict)  # metric key → Chinese name
    meters: Mapping[str, str] = field(default_factory=dict)  # meter key → Chinese name
    quota_profiles: Mapping[str, str] = field(default_factory=dict)  # profile key → Chinese name

    def format(self, key: str) -> Format:
        """The format of that key; KeyError where the platform has none."""
        return {entry.key: entry for entry in self.formats}[key]


@dataclass(frozen=True)
class Consent:
    """Where to send a person's browser to give consent, and what to keep until the answer comes back."""

    url: str
    keep: Mapping[str, str]


class Connect(Protocol):
    def begin(self, *, credentials: Mapping[str, str], return_url: str, state: str) -> Consent | None:
        """The consent page for OAuth platforms; None where credentials alone connect."""

    def finish(
        self,
        *,
        credentials: Mapping[str, str],
        answer: Mapping[str, str],
        keep: Mapping[str, str],
        return_url: str,
    ) -> Token:
        """The token for a consent answer, or for the credentials alone (empty answer)."""

    def renew(self, account: Account) -> Token:
        """A fresh token. Raises Reconnect where only a person can renew."""

    def renews_by_itself(self) -> bool:
        """Whether `renew` works without a person."""

    def revoke(self, account: Account) -> None: ...

    def identify(self, account: Account) -> Identity:
        """Who the platform says stands behind the account's token, asked now."""


class Publish(Protocol):
    def check(self, post: Post, settings: Mapping[str, Any]) -> list[Problem]:
        """All problems at once, without any call."""

    def lengths(self, post: Post) -> list[Length]:
        """How long each counted field is, without any call."""

    def prepare(self, account: Account, post: Post, prepared: Mapping[str, Any]) -> Mapping[str, Any]:
        """Everything before the one irreversible call: uploads, a draft. Safe to repeat; goes on from
        `prepared` (the last answer, possibly of a crashed try). Nothing becomes visible to the audience."""

    def submit(self, account: Account, post: Post, prepared: Mapping[str, Any]) -> Submission:
        """The one irreversible call. Never repeated by machinery."""

    def look_up(self, account: Account, reference: str) -> Submission:
        """Reads what became of a submission or whether a live post still stands. Changes nothing."""

    def find_published(
        self, account: Account, post: Post, prepared: Mapping[str, Any], *, since: datetime
    ) -> Sighting:
        """Looks whether the content of `post` is on the platform already. Changes nothing."""

    def withdraw(self, account: Account, reference: str) -> None:
        """Takes a live post down; repeating it on a post that is gone is harmless."""


class Converse(Protocol):
    def answer_verification(self, account: Account, webhook: Webhook) -> WebhookAnswer | None:
        """The answer to the platform's address verification; None when the signature is wrong."""

    def parse_webhook(self, account: Account, webhook: Webhook) -> list[Event] | None:
        """Events of a push; None when the signature is wrong, [] when it says nothing of use."""

    def acknowledgement(self) -> WebhookAnswer: ...

    def fetch_since(self, account: Account, cursor: str, *, posts: Sequence[PostReference]) -> Page:
        """New comments and mentions since the cursor. `posts` are recent posts to ask for where the
        platform only lists comments per post."""

    def reply_to_message(self, account: Account, *, sender_id: str, text: str, key: str) -> Sent: ...

    def reply_to_comment(
        self, account: Account, *, post: PostReference, comment_id: str, text: str
    ) -> Sent: ...

    def find_reply(
        self, account: Account, *, post: PostReference | None, comment_id: str, text: str
    ) -> Sent | None:
        """Whether our answer is already there; None where absent. Raises AskPlatform where it cannot be read."""


@dataclass(frozen=True)
class PostReference:
    """A live post: the platform's id, the reference of its submission, and the facts kept with the receipt."""

    post_id: str
    reference: str
    facts: Mapping[str, Any] = field(default_factory=dict)


class Measure(Protocol):
    def post_readings(self, account: Account, posts: Sequence[PostReference]) -> list[Reading]: ...

    def account_readings(self, account: Account, *, since_day: str, until_day: str) -> list[Reading]:
        """Values per day (`YYYY-MM-DD`, Asia/Shanghai), both ends included, and current totals."""


@dataclass(frozen=True)
class Connector:
    manifest: Manifest
    connect: Connect
    publish: Publish | None = None
    converse: Converse | None = None
    measure: Measure | None = None


Meter = Callable[[str], None]
"""Called with a meter name before every metered call; raises Wait when the quota is used up."""


def unmetered(meter: str) -> None:
    """A meter that counts nothing, for tests and tools."""
