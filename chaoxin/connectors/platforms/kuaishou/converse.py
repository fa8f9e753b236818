"""Receiving what Kuaishou pushes. Comments and private messages are in no interface of its open platform."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

from chaoxin.connectors.contract import MessageReference, PostReference
from chaoxin.connectors.errors import AskPlatform
from chaoxin.connectors.http import Wire
from chaoxin.connectors.values import Account, Event, Page, Webhook, WebhookAnswer

from . import pushes

ANSWER_IN_APP = "快手没有回复评论和私信的接口，请在快手 App 里回复。"


class KuaishouConverse:
    def __init__(self, wire: Wire) -> None:
        self.wire = wire

    def answer_verification(self, account: Account, webhook: Webhook) -> WebhookAnswer | None:
        """The answer to the test event; None for every other push and for one that is not believed."""
        if webhook.method != "POST" or not pushes.is_test(webhook):
            return None
        return pushes.taken(webhook) if self._believes(account, webhook) else None

    def parse_webhook(self, account: Account, webhook: Webhook) -> list[Event] | None:
        """Consents given and withdrawn; None where the push is not proven to come from Kuaishou, or is too old."""
        if not self._believes(account, webhook):
            return None
        return pushes.events_of(webhook, now=self.wire.now())

    def acknowledgement(self, webhook: Webhook) -> WebhookAnswer:
        return pushes.taken(webhook)

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
        raise AskPlatform(ANSWER_IN_APP)

    def reply_to_comment(
        self, account: Account, *, post: PostReference, comment_id: str, text: str
    ) -> NoReturn:
        raise AskPlatform(ANSWER_IN_APP)

    def find_reply(
        self, account: Account, *, post: PostReference | None, comment_id: str, text: str
    ) -> NoReturn:
        raise AskPlatform(ANSWER_IN_APP)

    def _believes(self, account: Account, webhook: Webhook) -> bool:
        return pushes.is_believed(account, webhook, now=self.wire.now())
