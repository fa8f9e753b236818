"""Mass messages: the one call that sends, what became of it, and taking the page away again.

The platform knows our own id of a message (clientmsgid) for 24 hours: a repeat within them is answered with the number
of the first message and sends nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any

from chaoxin.connectors.errors import FixContent, OutcomeUnknown, Wait
from chaoxin.connectors.values import Account, Outcome, Post, Submission
from chaoxin.connectors.wording import said

from .article import PICTURES, plain_line, plain_text
from .call import Caller, Json
from .drafts import picture_digests
from .outcomes import LOOK_AGAIN_SECONDS, LOOK_AGAIN_SLOWLY_SECONDS, day_of
from .remedies import DUPLICATE_MASS, UNKNOWN_MASS
from .sending import IGNORE_REPRINT, TO_ALL, mass_key, tag_of, way_of

SENDING = said("微信正在群发，多数几分钟内完成。开了群发保护的账号，要管理员在 30 分钟内用手机确认。")
FAILED = said(
    "微信没有群发成功：可能没有通过审核、判为转载，或管理员没有确认。请到公众平台“发表记录”查看原因。"
)
DELETED = said("群发的文章页面已被删除，粉丝点开推送会看到“内容已被发布者删除”。")
NOT_KNOWN = said("微信暂时查不到这次群发，过一会儿再核实。")
STATES: Mapping[str, tuple[Outcome, str]] = {
    "SENDING": (Outcome.PENDING, SENDING),
    "SEND_SUCCESS": (Outcome.PUBLISHED, ""),
    "SEND_FAIL": (Outcome.REFUSED, FAILED),
    "DELETE": (Outcome.REMOVED, DELETED),
}


class MassSending:
    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def send(self, account: Account, post: Post, prepared: Mapping[str, Any]) -> Submission:
        """Hands the message over: PENDING with a reference `mass:ID`. A repeat of the same intent comes back with
        the first one's number. Raises OutcomeUnknown where the platform names no number."""
        body = {
            "filter": {"is_to_all": True}
            if way_of(post) == TO_ALL
            else {"is_to_all": False, "tag_id": int(tag_of(post))},
            **_content(post, prepared),
            "send_ignore_reprint": int(bool(post.options.get(IGNORE_REPRINT, False))),
            "clientmsgid": mass_key(post),
        }
        data = self._caller.change(
            account,
            "/cgi-bin/message/mass/sendall",
            body,
            meter="mass_call",
            accepted=frozenset({DUPLICATE_MASS}),
        )
        message = str(data.get("msg_id") or "").strip()
        if not message:
            raise OutcomeUnknown(
                said("微信没有给出这次群发的编号。系统会先到平台上核实，不会重复群发。"),
                code=str(data.get("errcode") or ""),
            )
        if way_of(post) == TO_ALL and not data.get("errcode"):
            self._count_taken()
        return self._accepted(data, message, post, prepared)

    def look_up(self, account: Account, message: str) -> Submission:
        """What became of a message. It counts as published when the platform says that it was sent."""
        facts = {"msg_id": message, "seen_on": day_of(self._caller.wire.now())}
        reference = f"mass:{message}"
        try:
            status = self._status(account, message)
        except FixContent as error:
            if error.code != UNKNOWN_MASS:
                raise
            return Submission(
                Outcome.UNKNOWN,
                reference=reference,
                look_again_after_seconds=LOOK_AGAIN_SLOWLY_SECONDS,
                code=error.code,
                sentence=NOT_KNOWN,
                excerpt=error.excerpt,
                facts=facts,
            )
        outcome, sentence = STATES.get(status, STATES["SENDING"])
        refused = outcome is Outcome.REFUSED
        return Submission(
            outcome,
            reference=reference,
            post_id=message if outcome in (Outcome.PUBLISHED, Outcome.REMOVED) else "",
            look_again_after_seconds=LOOK_AGAIN_SECONDS,
            remedy=FixContent.remedy if refused else "",
            code=status if refused else "",
            sentence=sentence,
            facts=facts,
        )

    def withdraw(self, account: Account, message: str) -> None:
        """Deletes the pages of a sent message; what was pushed stays in the followers' lists. Nothing happens where
        they are deleted already. Raises Wait while the platform is still sending."""
        status = self._status(account, message)
        if status == "SENDING":
            until = self._caller.wire.now() + timedelta(seconds=LOOK_AGAIN_SECONDS)
            raise Wait(said("微信还在群发这篇文章，发完才能删除，稍后会自动再试。"), until=until)
        if status != "SEND_SUCCESS":
            return
        body = {"msg_id": int(message), "article_idx": 0}
        self._caller.change(account, "/cgi-bin/message/mass/delete", body, meter="mass_delete")

    def _status(self, account: Account, message: str) -> str:
        data = self._caller.read(account, "/cgi-bin/message/mass/get", {"msg_id": message}, meter="mass_get")
        return self._caller.required(data, "msg_status")

    def _count_taken(self) -> None:
        # The message is on its way whatever our own count says.
        with suppress(Wait):
            self._caller.wire.meter("mass_all")

    def _accepted(self, data: Json, message: str, post: Post, prepared: Mapping[str, Any]) -> Submission:
        facts = {
            "msg_id": message,
            "draft": str(prepared.get("draft") or ""),
            "index": 0,
            "comments_open": bool(prepared.get("comments_open", True)),
            "submitted_on": day_of(self._caller.wire.now()),
            **({"msg_data_id": str(data["msg_data_id"])} if data.get("msg_data_id") else {}),
        }
        return Submission(
            Outcome.PENDING,
            reference=f"mass:{message}",
            look_again_after_seconds=LOOK_AGAIN_SECONDS,
            sentence=SENDING,
            facts=facts,
        )


def _content(post: Post, prepared: Mapping[str, Any]) -> dict[str, Any]:
    if post.format != PICTURES:
        return {"msgtype": "mpnews", "mpnews": {"media_id": prepared["draft"]}}
    digests = picture_digests(post)
    comments = bool(prepared.get("comments_open", True))
    images = {
        "media_ids": [prepared["materials"][digests[picture.key]] for picture in post.pictures],
        "recommend": plain_text(post.text),
        "title": plain_line(post.title),
        "need_open_comment": int(comments),
        "only_fans_can_comment": int(comments and bool(post.options.get("fans_only_comments", False))),
    }
    return {"msgtype": "image", "images": images}
