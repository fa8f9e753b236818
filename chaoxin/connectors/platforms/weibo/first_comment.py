"""The account's own first comment under its post: written once, found again among its own comments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chaoxin.connectors.contract import PostReference
from chaoxin.connectors.errors import AskPlatform, FixContent, OutcomeUnknown
from chaoxin.connectors.values import Account, Problem, Sent
from chaoxin.connectors.wording import said

from .call import API, METER_COMMENTS, Caller, setting
from .counting import weighted_length
from .limits import LIST_LENGTH, REPLY_CHARACTERS
from .lists import listed, number_of
from .matching import same_text
from .refusals import DELAYED_CODE
from .replies import OWN_COMMENTS, OWN_PAGES
from .statuses import id_of, time_of

CREATE = f"{API}/comments/create.json"
OPTION = "first_comment"
TOO_MANY_TO_TELL = said("这个账号近期评论太多，查不到首评是否已发出。请在微博上看一眼，没有就手动补上。")


class WeiboFirstComment:
    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def comment_first(self, account: Account, *, post: PostReference, text: str) -> Sent:
        """Comments on the account's own post. `platform_id` is empty where Weibo shows the comment later. Raises
        OutcomeUnknown where the words are refused as repeated: they may be the echo of a try that was accepted."""
        over = weighted_length(text) - REPLY_CHARACTERS
        if over > 0:
            raise FixContent(
                said("首评最多 %(most)s 字，请删去 %(over)s 字。", most=REPLY_CHARACTERS, over=over),
                code="first_comment_too_long",
            )
        form = {"comment": text, "id": post.post_id, "comment_ori": 0, "rip": setting(account, "rip")}
        try:
            comment = self._caller.change(account, CREATE, form=form, meter=METER_COMMENTS)
        except OutcomeUnknown as error:
            if error.code == DELAYED_CODE:
                return Sent(platform_id="", at=self._caller.wire.now())
            raise
        if not isinstance(comment, dict) or not id_of(comment):
            raise self._caller.unreadable(account, comment, changing=True)
        return Sent(platform_id=id_of(comment), at=time_of(comment.get("created_at")))

    def find_first(self, account: Account, *, post: PostReference, text: str) -> Sent | None:
        """The comment among the account's own; None where there surely is none. Raises AskPlatform where the list
        does not reach back to the post."""
        below = 0
        for _ in range(OWN_PAGES):
            params: dict[str, Any] = {"count": LIST_LENGTH, **({"max_id": below} if below else {})}
            answer = self._caller.read(account, OWN_COMMENTS, params=params)
            comments, below = listed(self._caller, account, answer, items="comments")
            for comment in comments:
                if _is_it(comment, post=post, text=text):
                    return Sent(platform_id=id_of(comment), at=time_of(comment.get("created_at")))
            # Numbers rise with time: what lies below the post is older than it.
            if not below or below < number_of(post.post_id):
                return None
        raise AskPlatform(TOO_MANY_TO_TELL)


def first_comment_problems(options: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with the first comment of a post, by Weibo's counting."""
    text = str(options.get(OPTION) or "").strip()
    length = weighted_length(text)
    if length <= REPLY_CHARACTERS:
        return []
    sentence = said(
        "首评有 %(length)s 字，微博最多 %(most)s 字，请删去 %(over)s 字。",
        length=length,
        most=REPLY_CHARACTERS,
        over=length - REPLY_CHARACTERS,
    )
    return [Problem("stop", "options", "first_comment_too_long", sentence, REPLY_CHARACTERS, length)]


def _is_it(comment: Mapping[str, Any], *, post: PostReference, text: str) -> bool:
    status = comment.get("status")
    if isinstance(comment.get("reply_comment"), dict):
        return False
    if isinstance(status, dict) and id_of(status) != post.post_id:
        return False
    return same_text(text, str(comment.get("text") or ""))
