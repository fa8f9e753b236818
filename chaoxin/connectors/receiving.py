"""The converse part of a platform that pushes and has no interface to read or to answer: people answer in its app."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NoReturn

from .contract import MessageReference, PostReference
from .errors import AskPlatform
from .http import Wire
from .values import Account, Event, Page, Webhook


class ReceivingOnly:
    """What such parts have in common; a platform adds how it proves its pushes (`_believes`), what they say
    (`_events_of`) and how it wants them acknowledged. `answer_in_app` says to a person where to answer."""

    answer_in_app: ClassVar[str]

    def __init__(self, wire: Wire) -> None:
        self.wire = wire

    def parse_webhook(self, account: Account, webhook: Webhook) -> list[Event] | None:
        """What a push says; None where it is not proven to come from the platform."""
        return self._events_of(webhook) if self._believes(account, webhook) else None

    def fetch_since(self, account: Account, cursor: str, *, posts: Sequence[PostReference]) -> Page:
        """Nothing: there is no list to read."""
        return Page(events=(), cursor=cursor)

    def reply_to_message(
        self,
        account: Account,
        *,
        sender_id: str,
        text: str,
        key: str,
        to: MessageReference | None = None,
    ) -> NoReturn:
        raise AskPlatform(self.answer_in_app)

    def reply_to_comment(
        self, account: Account, *, post: PostReference, comment_id: str, text: str
    ) -> NoReturn:
        raise AskPlatform(self.answer_in_app)

    def find_reply(
        self, account: Account, *, post: PostReference | None, comment_id: str, text: str
    ) -> NoReturn:
        raise AskPlatform(self.answer_in_app)

    def _believes(self, account: Account, webhook: Webhook) -> bool:
        raise NotImplementedError

    def _events_of(self, webhook: Webhook) -> list[Event]:
        raise NotImplementedError
