"""Receiving leads. Comments and private messages of Xiaohongshu are in no public interface."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

from chaoxin.connectors.contract import MessageReference, PostReference
from chaoxin.connectors.errors import AskPlatform
from chaoxin.connectors.http import Wire
from chaoxin.connectors.values import Account, Event, Page, Webhook, WebhookAnswer

from .leads import events_of
from .signatures import is_believed

ANSWER_IN_APP = "小红书没有回复评论和私信的接口，请在小红书 App 或专业号后台里回复。"


class XiaohongshuConverse:
    def __init__(self, wire: Wire) -> None:
        self.wire = wire

    def answer_verification(self, account: Account, webhook: Webhook) -> WebhookAnswer | None:
        """Echoes `echostr` of a GET, as service providers of the platform do; None where it is not proven."""
        echo = webhook.query.get("echostr", "")
        if webhook.method != "GET" or not echo or not self._believes(account, webhook):
            return None
        return WebhookAnswer(body=echo)

    def parse_webhook(self, account: Account, webhook: Webhook) -> list[Event] | None:
        """The lead of a push; None where it is not proven to come from the platform."""
        if not self._believes(account, webhook):
            return None
        return events_of(webhook.body, now=self.wire.now())

    def acknowledgement(self, webhook: Webhook) -> WebhookAnswer:
        return WebhookAnswer(
            body='{"success":true,"code":0,"msg":"ok"}', content_type="application/json; charset=utf-8"
        )

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
        return is_believed(account, webhook, now=self.wire.now())
