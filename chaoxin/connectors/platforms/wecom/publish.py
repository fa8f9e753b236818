"""Publishing: check, uploads, the one call that makes the task, and reading what members and customers did with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from chaoxin.connectors.contract import Keep, forget
from chaoxin.connectors.errors import FixContent, OutcomeUnknown, Wait
from chaoxin.connectors.values import Account, Length, Outcome, Post, Problem, Sighting, Submission
from chaoxin.connectors.wording import said

from . import message, uploads
from .call import CONTACT, Caller, Json, setting
from .check import lengths, problems
from .limits import LISTING_SECONDS
from .sent_list import Search, SentList
from .stopping import WecomStop
from .tasks import PREFIX, Tasks, msgid_of, patience_of
from .uploads import Uploads

# A member who has his phone at hand confirms soon.
FIRST_LOOK_SECONDS = 20


class WecomPublish:
    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self._uploads = Uploads(caller)
        self._tasks = Tasks(caller)
        self._list = SentList(caller, self._tasks)
        self._stop = WecomStop(caller)

    def check(self, post: Post, settings: Mapping[str, Any]) -> list[Problem]:
        """All problems of a message, without a call."""
        return problems(post, settings)

    def lengths(self, post: Post, settings: Mapping[str, Any]) -> list[Length]:
        """The text and the texts of the cards, in bytes."""
        return lengths(post)

    def prepare(
        self, account: Account, post: Post, prepared: Mapping[str, Any], *, keep: Keep = forget
    ) -> Mapping[str, Any]:
        """Uploads pictures and video; see `uploads.py` for what it keeps. Raises FixContent where `check` stops
        the post."""
        stops = [problem for problem in problems(post, account.settings) if problem.level == "stop"]
        if stops:
            raise FixContent("".join(problem.sentence for problem in stops), code=stops[0].code)
        return self._uploads.prepare(account, post, prepared, keep=keep)

    def submit(self, account: Account, post: Post, prepared: Mapping[str, Any]) -> Submission:
        """Makes the task: PENDING until members have confirmed. Raises Wait where the post was changed after
        `prepare`, FixContent where nobody could receive it."""
        digests = uploads.digests_of(post)
        if prepared.get("message") != message.fingerprint(post, account.settings, digests):
            raise Wait(
                said("内容在上传后有改动，系统会重新准备再提交，无需处理。"), until=self._caller.wire.now()
            )
        body = message.body(post, account.settings, uploads.ready(post, prepared, digests))
        data = self._caller.change(account, f"{CONTACT}/add_msg_template", body, meter="mass_send")
        return self._made(account, data, body, prepared)

    def look_up(self, account: Account, reference: str) -> Submission:
        """Who has confirmed and what reached the customers, counted from the results of every member."""
        return self._tasks.look_up(account, msgid_of(reference))

    def find_published(
        self, account: Account, post: Post, prepared: Mapping[str, Any], *, since: datetime
    ) -> Sighting:
        """Looks for the message among the corp's tasks of the last month. Absence is certain only where the list was
        read to its end and a task made at `since` would have come into it; `listing_seconds` of the settings says
        how long that takes."""
        wanted = prepared.get("wanted") or message.wanted(post, account.settings)
        search = self._list.matching(account, wanted, message.named(post), since=since)
        patience = timedelta(seconds=float(setting(account, "listing_seconds", LISTING_SECONDS.value)))
        return _sighting(search, settled=self._caller.wire.now() - since >= patience)

    def withdraw(self, account: Account, reference: str) -> None:
        """Stops the task for everybody who has not confirmed. Raises AskPlatform where somebody has: what reached
        customers stays there."""
        self._stop.withdraw(account, reference)

    def _made(
        self, account: Account, data: Json, body: Mapping[str, Any], prepared: Mapping[str, Any]
    ) -> Submission:
        msgid = str(data.get("msgid") or "").strip()
        if not msgid:
            raise OutcomeUnknown(
                said("企业微信收下了群发任务，但没有给出编号。系统会到平台上核实，不会重复创建。")
            )
        left_out = len(data.get("fail_list") or [])
        facts = {
            "msgid": msgid,
            "chat_type": body["chat_type"],
            "sender": body.get("sender", ""),
            "not_sendable": left_out,
            "media_until": uploads.serves_until(prepared),
        }
        sentence: str = said("群发任务已创建，等成员在企业微信里点“发送”后客户才会收到。")
        if left_out:
            sentence += said("有 %(count)s 位客户不能发送，已被略过。", count=left_out)
        return Submission(
            Outcome.PENDING,
            reference=f"{PREFIX}{msgid}",
            post_id=msgid,
            look_again_after_seconds=FIRST_LOOK_SECONDS,
            patience_seconds=patience_of(account),
            sentence=sentence,
            facts=facts,
        )


FOUND = said("企业微信里已有这个群发任务。")
ENDED = said("这个群发任务创建过，但已被停止，或没有客户收到。")
ABSENT = said("最近的群发记录里没有这条内容，确定没有创建。")
TOO_EARLY = said("群发记录里还没有这条内容，但可能还没有列出来，过一会儿再核实才能确定。")
UNREAD = said("群发记录没有读完，或时间太久，不能确定是否创建过。请到“客户联系→群发工具”里核对。")


def _sighting(search: Search, *, settled: bool) -> Sighting:
    if search.found:
        return Sighting(search.found, absence_is_certain=False, sentence=FOUND)
    if search.ended:
        return Sighting((), absence_is_certain=False, sentence=ENDED)
    if search.complete and settled:
        return Sighting((), absence_is_certain=True, sentence=ABSENT)
    return Sighting((), absence_is_certain=False, sentence=TOO_EARLY if search.complete else UNREAD)
