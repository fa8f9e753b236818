"""Conversations: pushes about customers and groups come in; private chats are not open to these interfaces."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

from chaoxin.connectors.contract import MessageReference, PostReference
from chaoxin.connectors.errors import AskPlatform
from chaoxin.connectors.values import Account, Event, Page, Sent, Webhook, WebhookAnswer
from chaoxin.connectors.wording import said

from . import callbacks
from .call import Caller

NO_CHATS = said("企业微信不允许系统代替成员回复客户。请成员打开企业微信，在与这位客户的聊天里回复。")
NO_COMMENTS = said("企业微信的群发消息没有评论，不能回复。")
NOT_READABLE = said("企业微信不提供成员与客户的聊天记录。请成员在企业微信里核对是否已经回复。")


class WecomConverse:
    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def answer_verification(self, account: Account, webhook: Webhook) -> WebhookAnswer | None:
        """The decrypted `echostr`; None when the signature is wrong."""
        return callbacks.answer_verification(account, webhook)

    def parse_webhook(self, account: Account, webhook: Webhook) -> list[Event] | None:
        """The events of a push; None when it is not proven to come from the platform."""
        return callbacks.parse(account, webhook)

    def acknowledgement(self, webhook: Webhook) -> WebhookAnswer:
        """An empty answer: received."""
        return WebhookAnswer(body="")

    def fetch_since(self, account: Account, cursor: str, *, posts: Sequence[PostReference]) -> Page:
        """Nothing, always: events come as pushes only, and messages have no comments."""
        return Page((), cursor)

    def reply_to_message(
        self,
        account: Account,
        *,
        sender_id: str,
        text: str,
        key: str,
        to: MessageReference | None = None,
    ) -> Sent:
        """Raises AskPlatform: only a member may write to his customer."""
        return _refuse(NO_CHATS)

    def reply_to_comment(self, account: Account, *, post: PostReference, comment_id: str, text: str) -> Sent:
        """Raises AskPlatform: there are no comments."""
        return _refuse(NO_COMMENTS)

    def find_reply(
        self, account: Account, *, post: PostReference | None, comment_id: str, text: str
    ) -> Sent | None:
        """Raises AskPlatform: nothing of a chat can be read."""
        return _refuse(NOT_READABLE)


def _refuse(sentence: str) -> NoReturn:
    raise AskPlatform(sentence)
