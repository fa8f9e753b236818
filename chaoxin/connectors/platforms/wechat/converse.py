"""Conversations: pushes in, comments by asking, replies out."""

from __future__ import annotations

from collections.abc import Sequence

from chaoxin.connectors.contract import MessageReference, PostReference
from chaoxin.connectors.errors import AskPlatform, FixContent
from chaoxin.connectors.values import Account, Event, Page, Sent, Webhook, WebhookAnswer
from chaoxin.connectors.wording import said

from . import callbacks
from .article import plain_text
from .call import Caller
from .comments import Comments
from .limits import MESSAGE_BYTES


class WechatConverse:
    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self._comments = Comments(caller)

    def answer_verification(self, account: Account, webhook: Webhook) -> WebhookAnswer | None:
        """The platform's own `echostr`; None when the signature is wrong."""
        return callbacks.answer_verification(account, webhook)

    def parse_webhook(self, account: Account, webhook: Webhook) -> list[Event] | None:
        """The events of a push; None when it is not proven to come from the platform."""
        return callbacks.parse(account, webhook)

    def acknowledgement(self, webhook: Webhook) -> WebhookAnswer:
        """An empty answer: received, no reply in the same breath."""
        return WebhookAnswer(body="")

    def fetch_since(self, account: Account, cursor: str, *, posts: Sequence[PostReference]) -> Page:
        """New comments under `posts`; messages come as pushes only."""
        return self._comments.fetch_since(account, cursor, posts)

    def reply_to_message(
        self,
        account: Account,
        *,
        sender_id: str,
        text: str,
        key: str,
        to: MessageReference | None = None,
    ) -> Sent:
        """Sends a customer-service message. The platform gives no id and knows no key against repeats. Raises
        AskPlatform outside the 48 hours (45015) or after the fifth reply (45047)."""
        content = plain_text(text)
        size = len(content.encode())
        if not content:
            raise FixContent(said("回复是空的，请写好再发。"), code="empty")
        if size > MESSAGE_BYTES.value:
            most = MESSAGE_BYTES.value // 3
            raise FixContent(
                said("回复太长，请控制在 %(most)s 个汉字以内，或分成几条发送。", most=most), code="too_long"
            )
        body = {"touser": sender_id, "msgtype": "text", "text": {"content": content}}
        self._caller.change(account, "/cgi-bin/message/custom/send", body, meter="message_send")
        return Sent(platform_id="", at=self._caller.wire.now())

    def reply_to_comment(self, account: Account, *, post: PostReference, comment_id: str, text: str) -> Sent:
        """Replies under a comment; the platform takes one reply per comment."""
        return self._comments.reply(account, post, comment_id, text)

    def find_reply(
        self, account: Account, *, post: PostReference | None, comment_id: str, text: str
    ) -> Sent | None:
        """Our reply under a comment. Raises AskPlatform for messages, which nobody may read back."""
        if post is None:
            raise AskPlatform(said("微信不提供已发私信的查询。请到公众平台“私信”里核对这条回复是否已发出。"))
        return self._comments.find_reply(account, post, comment_id, text)
