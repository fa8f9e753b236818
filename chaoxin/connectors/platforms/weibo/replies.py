"""Answers to comments: sent once, found again among the account's own comments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chaoxin.connectors.contract import PostReference
from chaoxin.connectors.errors import AskPlatform, FixContent, OutcomeUnknown
from chaoxin.connectors.values import Account, Sent
from chaoxin.connectors.wording import said

from .call import API, METER_COMMENTS, Caller, setting
from .counting import weighted_length
from .limits import LIST_LENGTH, REPLY_CHARACTERS
from .lists import listed, number_of
from .matching import same_reply
from .refusals import DELAYED_CODE
from .statuses import id_of, time_of

REPLY = f"{API}/comments/reply.json"
OWN_COMMENTS = f"{API}/comments/by_me.json"
OWN_PAGES = 3
TOO_MANY_TO_TELL = said("这个账号近期评论太多，查不到这条回复是否已发出。请在微博上看一眼再决定是否重发。")


def reply_to_comment(
    caller: Caller, account: Account, *, post: PostReference, comment_id: str, text: str
) -> Sent:
    """Answers a comment below a post of the account. `platform_id` is empty where Weibo shows it later."""
    length = weighted_length(text)
    if length > REPLY_CHARACTERS:
        raise FixContent(
            said(
                "回复有 %(length)s 字，微博最多 %(most)s 字，请删去 %(over)s 字。",
                length=length,
                most=REPLY_CHARACTERS,
                over=length - REPLY_CHARACTERS,
            ),
            code="reply_too_long",
        )
    form = {
        "cid": comment_id,
        "id": post.post_id,
        "comment": text,
        "without_mention": 0,
        "comment_ori": 0,
        "rip": setting(account, "rip"),
    }
    try:
        comment = caller.change(account, REPLY, form=form, meter=METER_COMMENTS)
    except OutcomeUnknown as error:
        if error.code == DELAYED_CODE:
            return Sent(platform_id="", at=caller.wire.now())
        raise
    if not isinstance(comment, dict) or not id_of(comment):
        raise caller.unreadable(account, comment, changing=True)
    return Sent(platform_id=id_of(comment), at=time_of(comment.get("created_at")))


def find_reply(
    caller: Caller, account: Account, *, post: PostReference, comment_id: str, text: str
) -> Sent | None:
    """Our answer to a comment among the account's own comments, or None. Raises AskPlatform where the list
    does not reach back to the comment, so that its absence says nothing."""
    below = 0
    for _ in range(OWN_PAGES):
        params: dict[str, Any] = {"count": LIST_LENGTH, **({"max_id": below} if below else {})}
        answer = caller.read(account, OWN_COMMENTS, params=params)
        comments, below = listed(caller, account, answer, items="comments")
        for comment in comments:
            if _answers(comment, post=post, comment_id=comment_id, text=text):
                return Sent(platform_id=id_of(comment), at=time_of(comment.get("created_at")))
        # Numbers rise with time: what lies below the comment cannot be an answer to it.
        if not below or below < number_of(comment_id):
            return None
    raise AskPlatform(TOO_MANY_TO_TELL)


def _answers(comment: Mapping[str, Any], *, post: PostReference, comment_id: str, text: str) -> bool:
    replied, status = comment.get("reply_comment"), comment.get("status")
    if isinstance(replied, dict) and id_of(replied) != comment_id:
        return False
    if isinstance(status, dict) and id_of(status) != post.post_id:
        return False
    return same_reply(text, str(comment.get("text") or ""))
