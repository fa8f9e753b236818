"""Talking with people on Douyin: private messages by push, comments by push and by reading."""

from __future__ import annotations

from collections.abc import Sequence

from chaoxin.connectors.contract import MessageReference, PostReference
from chaoxin.connectors.errors import AskPlatform, FixContent
from chaoxin.connectors.values import Account, Event, Page, Sent, Webhook, WebhookAnswer
from chaoxin.connectors.wording import said

from . import pushes
from .call import METER_MESSAGES, Caller
from .comments import Comments
from .limits import MESSAGE_CHARACTERS, set_number
from .standing import COMMENT, MESSAGE, may

SEND = "/im/send/msg/"
TEXT = 1
AS_REPLY = "im_reply_msg"
NO_MESSAGES = said(
    "应用没有私信能力（im.direct_message），抖音已停止新的申请。请在抖音 App 或企业后台里回复这条私信。"
)
NO_COMMENTS = said("应用没有评论能力（item.comment）。请在抖音 App 里回复这条评论。")
NOTHING_TO_ANSWER = said(
    "找不到对方发来的那条私信，抖音要求回复时指明。请等对方再发来消息，或在抖音 App 里回复。"
)
UNREADABLE_MESSAGES = said("抖音不提供读取已发私信的接口。请在抖音 App 里看一眼，确认没有发出再重发。")


class DouyinConverse:
    """Private messages are answered within 24 hours after the other side's last one, six times at most."""

    def __init__(self, caller: Caller) -> None:
        self.caller = caller
        self.comments = Comments(caller)

    def answer_verification(self, account: Account, webhook: Webhook) -> WebhookAnswer | None:
        """The challenge of the address check; None for any other push and where the signature is wrong."""
        return pushes.answer_verification(account, webhook)

    def parse_webhook(self, account: Account, webhook: Webhook) -> list[Event] | None:
        """The event of a push; None where the signature is wrong. Pushes carry no time of their own; repeats are known
        by their ids."""
        if not pushes.is_signed(webhook, account.credentials.get("client_secret", "")):
            return None
        return pushes.events_of(account, webhook, now=self.caller.wire.now())

    def acknowledgement(self, webhook: Webhook) -> WebhookAnswer:
        """An empty body: received."""
        return WebhookAnswer(body="")

    def fetch_since(self, account: Account, cursor: str, *, posts: Sequence[PostReference]) -> Page:
        """New comments under `posts`; none for an application that may not read them."""
        if not may(account, COMMENT):
            return Page((), cursor)
        return self.comments.fetch_since(account, cursor, posts)

    def reply_to_message(
        self,
        account: Account,
        *,
        sender_id: str,
        text: str,
        key: str,
        to: MessageReference | None = None,
    ) -> Sent:
        """Sends a private message in answer to `to`, which the platform wants named. Raises AskPlatform outside of the
        window (28003070) and without the capability."""
        words = text.strip()
        most = set_number(account.settings, "message_characters", MESSAGE_CHARACTERS)
        if not words:
            raise FixContent(said("回复是空的，请写好再发。"), code="message_empty")
        if len(words) > most:
            raise FixContent(
                said("私信有 %(count)s 字，最多 %(most)s 字，请缩短后再发。", count=len(words), most=most),
                code="message_too_long",
            )
        if not may(account, MESSAGE):
            raise AskPlatform(NO_MESSAGES, code="scope_missing")
        conversation = str(to.facts.get("conversation_short_id") or "") if to else ""
        if to is None or not conversation:
            raise AskPlatform(NOTHING_TO_ANSWER, code="message_unknown")
        body = {
            "msg_id": str(to.facts.get("server_message_id") or to.message_id),
            "conversation_id": conversation,
            "to_user_id": sender_id,
            "scene": AS_REPLY,
            "content": {"msg_type": set_number(account.settings, "text_type", TEXT), "text": {"text": words}},
        }
        answer = self.caller.change(account, SEND, json=body, meter=METER_MESSAGES)
        return Sent(str(answer.get("msg_id") or ""), at=self.caller.wire.now())

    def reply_to_comment(self, account: Account, *, post: PostReference, comment_id: str, text: str) -> Sent:
        """Answers a comment below one of the account's items."""
        if not may(account, COMMENT):
            raise AskPlatform(NO_COMMENTS, code="scope_missing")
        return self.comments.reply(account, post, comment_id, text)

    def find_reply(
        self, account: Account, *, post: PostReference | None, comment_id: str, text: str
    ) -> Sent | None:
        """Our answer to a comment, None where it is absent. Raises AskPlatform for private messages, which cannot be
        read."""
        if post is None:
            raise AskPlatform(UNREADABLE_MESSAGES)
        return self.comments.find_reply(account, post, comment_id, text)
