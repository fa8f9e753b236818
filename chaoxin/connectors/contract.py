"""What a platform offers, as small separate protocols. A platform has a part or has it not (None); nobody
catches "not implemented".

Every method raises the errors of `chaoxin.connectors.errors`. A method that changes something on the
platform raises `OutcomeUnknown` when the answer was lost after the request may have been received.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from .assisting import Assist, PostedLink
from .manifest import Manifest
from .opening import OpenApp
from .values import (
    Account,
    Event,
    Identity,
    Length,
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


@dataclass(frozen=True)
class Progress:
    """How far an upload is, in octets."""

    done: int
    total: int


Keep = Callable[[Mapping[str, Any], Progress], None]
"""Called by `prepare` between the parts of a long upload with all that is prepared so far; stores it."""


def forget(prepared: Mapping[str, Any], progress: Progress) -> None:
    """A `Keep` that stores nothing."""


class Publish(Protocol):
    def check(self, post: Post, settings: Mapping[str, Any]) -> list[Problem]:
        """All problems at once, without any call."""

    def lengths(self, post: Post, settings: Mapping[str, Any]) -> list[Length]:
        """How long each counted field is and may be for a channel with these settings, without any call."""

    def prepare(
        self, account: Account, post: Post, prepared: Mapping[str, Any], *, keep: Keep = forget
    ) -> Mapping[str, Any]:
        """Everything before the one irreversible call: uploads, a draft. Safe to repeat; goes on from
        `prepared` (the last answer, or what the last try gave to `keep` before it crashed). Nothing becomes
        visible to the audience. Long uploads hand what is finished to `keep` part by part, so that a repeat goes
        on from there; files are read in pieces, never as a whole."""

    def submit(self, account: Account, post: Post, prepared: Mapping[str, Any]) -> Submission:
        """The one irreversible call. Never repeated by machinery."""

    def look_up(self, account: Account, reference: str) -> Submission:
        """Reads what became of a submission or whether a live post still stands. Changes nothing."""

    def find_published(
        self, account: Account, post: Post, prepared: Mapping[str, Any], *, since: datetime
    ) -> Sighting:
        """Looks whether the content of `post` is on the platform already. Changes nothing."""

    def withdraw(self, account: Account, reference: str) -> None:
        """Takes a live post down; repeating it on a post that is gone is harmless. Raises AskPlatform where only a
        person can do it on the platform."""


class Converse(Protocol):
    def answer_verification(self, account: Account, webhook: Webhook) -> WebhookAnswer | None:
        """The answer to the platform's address verification; None when the signature is wrong, and for a POST that is
        a push and no verification."""

    def parse_webhook(self, account: Account, webhook: Webhook) -> list[Event] | None:
        """Events of a push; None when the signature is wrong, [] when it says nothing of use."""

    def acknowledgement(self, webhook: Webhook) -> WebhookAnswer:
        """The answer that says that a push has been taken in."""

    def fetch_since(self, account: Account, cursor: str, *, posts: Sequence[PostReference]) -> Page:
        """New comments and mentions since the cursor. `posts` are recent posts to ask for where the
        platform only lists comments per post."""

    def reply_to_message(
        self,
        account: Account,
        *,
        sender_id: str,
        text: str,
        key: str,
        to: MessageReference | None = None,
    ) -> Sent:
        """Sends a private message to `sender_id`. `to` is the message of his that it answers, the latest one where
        none was chosen, for platforms that want it named; None where none is known."""

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


@dataclass(frozen=True)
class MessageReference:
    """A private message that came in: the platform's id, and the facts of its event."""

    message_id: str
    facts: Mapping[str, Any] = field(default_factory=dict)


class Measure(Protocol):
    def post_readings(self, account: Account, posts: Sequence[PostReference]) -> list[Reading]: ...

    def account_readings(self, account: Account, *, since_day: str, until_day: str) -> list[Reading]:
        """Values per day (`YYYY-MM-DD`, Asia/Shanghai), both ends included, and current totals; of an account that
        advertises also those of its campaigns and of the posts that it advertises."""


class FirstComment(Protocol):
    def comment_first(self, account: Account, *, post: PostReference, text: str) -> Sent:
        """Writes the account's own first comment under its live post: an irreversible call of its own, made once
        the post can be read. Never repeated by machinery."""

    def find_first(self, account: Account, *, post: PostReference, text: str) -> Sent | None:
        """Whether that comment is there already; None where it surely is not. Raises AskPlatform where it cannot
        be told. Changes nothing."""


class StopPending(Protocol):
    def stop(self, account: Account, reference: str) -> Submission:
        """Stops a submission that is still pending; repeating it is harmless. REMOVED says that the platform has
        confirmed that nobody received it or will, PUBLISHED that part of it had gone out before the rest was
        stopped; any other outcome that nothing was stopped."""


class FindPosted(Protocol):
    def find(self, account: Account, link: PostedLink, post: Post, *, since: datetime) -> Submission | None:
        """The account's live post that a person published by hand, with what only the account's own list tells of it
        (the id by which figures are read): the one that `link` leads to, or, where that names none, the only one since
        then with the words of `post`. None where it is not listed (yet). Raises AskPlatform where the grant does not
        allow to look. Changes nothing."""


@dataclass(frozen=True)
class Connector:
    manifest: Manifest
    connect: Connect
    publish: Publish | None = None
    converse: Converse | None = None
    measure: Measure | None = None
    assist: Assist | None = None
    comment_first: FirstComment | None = None
    open_app: OpenApp | None = None
    stop_pending: StopPending | None = None
    find_posted: FindPosted | None = None


Meter = Callable[[str], None]
"""Called with a meter name before every metered call; raises Wait when the quota is used up."""


def unmetered(meter: str) -> None:
    """A meter that counts nothing, for tests and tools."""
