"""Talking with people on Weibo: private messages by push, comments and mentions by reading."""

from __future__ import annotations

import json
from collections.abc import Sequence

from chaoxin.connectors.contract import MessageReference, PostReference
from chaoxin.connectors.errors import AskPlatform, FixContent
from chaoxin.connectors.values import Account, Event, Page, Sent, Webhook, WebhookAnswer
from chaoxin.connectors.wording import said

from .call import MESSAGES, METER_MESSAGES, Caller
from .counting import weighted_length
from .fan_service import events_of, is_signed
from .limits import MESSAGE_CHARACTERS
from .replies import find_reply, reply_to_comment
from .streams import fetch_since

REPLY = f"{MESSAGES}/messages/reply.json"
UNREADABLE_MESSAGES = said("微博不提供读取已发私信的接口。请登录微博私信看一眼，确认没有发出再重发。")


class WeiboConverse:
    """Answers within 48 hours after the other side's last message, follow, subscription, click or scan."""

    def __init__(self, caller: Caller) -> None:
        self.caller = caller

    def answer_verification(self, account: Account, webhook: Webhook) -> WebhookAnswer | None:
        """Echoes `echostr`; None where the signature is wrong or nothing is to be echoed."""
        echo = webhook.query.get("echostr", "")
        if not echo or not is_signed(webhook, account.credentials.get("app_secret", "")):
            return None
        return WebhookAnswer(body=echo)

    def parse_webhook(self, account: Account, webhook: Webhook) -> list[Event] | None:
        """The event of a push; None where the signature is wrong."""
        if not is_signed(webhook, account.credentials.get("app_secret", "")):
            return None
        return events_of(account, webhook.body)

    def acknowledgement(self, webhook: Webhook) -> WebhookAnswer:
        """An empty body: received, no passive reply."""
        return WebhookAnswer(body="")

    def fetch_since(self, account: Account, cursor: str, *, posts: Sequence[PostReference]) -> Page:
        """Comments and mentions since the cursor; `posts` is not needed, Weibo lists over all posts."""
        return fetch_since(self.caller, account, cursor)

    def reply_to_message(
        self,
        account: Account,
        *,
        sender_id: str,
        text: str,
        key: str,
        to: MessageReference | None = None,
    ) -> Sent:
        """Sends a private message. Weibo gives it no number and has no field for our `key`."""
        length = weighted_length(text)
        if length > MESSAGE_CHARACTERS:
            raise FixContent(
                said(
                    "私信有 %(length)s 字，微博最多 %(most)s 字，请缩短后再发。",
                    length=length,
                    most=MESSAGE_CHARACTERS,
                ),
                code="message_too_long",
            )
        form = {
            "type": "text",
            "data": _json_safe_to_decode_twice({"text": text}),
            "receiver_id": sender_id,
            "save_sender_box": 1,
        }
        answer = self.caller.change(account, REPLY, form=form, meter=METER_MESSAGES)
        if not isinstance(answer, dict) or str(answer.get("result")).lower() != "true":
            raise self.caller.unreadable(account, answer, changing=True)
        return Sent(platform_id="", at=self.caller.wire.now())

    def reply_to_comment(self, account: Account, *, post: PostReference, comment_id: str, text: str) -> Sent:
        """Answers a comment below one of the account's posts, at most 140 characters."""
        return reply_to_comment(self.caller, account, post=post, comment_id=comment_id, text=text)

    def find_reply(
        self, account: Account, *, post: PostReference | None, comment_id: str, text: str
    ) -> Sent | None:
        """Our answer to a comment, None where it is absent. Raises AskPlatform for private messages
        (`post` is None), which cannot be read."""
        if post is None:
            raise AskPlatform(UNREADABLE_MESSAGES)
        return find_reply(self.caller, account, post=post, comment_id=comment_id, text=text)


def _json_safe_to_decode_twice(data: dict[str, str]) -> str:
    """JSON without the two signs that mean something in a form. Weibo's page asks for encoded JSON inside the
    encoded form and does not tell whether that means once or twice; so written, both come out the same."""
    return json.dumps(data, ensure_ascii=False).replace("%", r"\u0025").replace("+", r"\u002b")
