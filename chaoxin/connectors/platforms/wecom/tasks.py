"""Group-message tasks: who was asked to send, who did, and what reached the customers.

A reference is `task:MSGID`. A task counts as published once the platform shows that a member has sent it and that at
least one customer or group received it; the setting `published_when` ("first" or "all") says whether the first member
is enough or all of them have to have confirmed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from chaoxin.connectors.errors import ConnectorError, FixContent
from chaoxin.connectors.values import Account, Outcome, Submission
from chaoxin.connectors.wording import said

from .call import CONTACT, Caller, setting
from .limits import PATIENCE_DAYS, RESULTS_PER_CALL
from .remedies import BAD_TASK, STOPPED

PREFIX = "task:"
LOOK_AGAIN_SECONDS = 60
CONFIRMED = frozenset({1, 2})
UNSENT, SENT, NOT_FRIEND, OVER_LIMIT = range(4)
COUNTS = {UNSENT: "unsent", SENT: "sent", NOT_FRIEND: "not_friends", OVER_LIMIT: "over_limit"}


@dataclass(frozen=True)
class Member:
    """A member who was asked to send. `sent_at` is an epoch second, 0 where it is not told."""

    userid: str
    confirmed: bool
    sent_at: int = 0


class Tasks:
    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def look_up(self, account: Account, msgid: str) -> Submission:
        """What became of a task. UNKNOWN where the platform does not know it or asked nobody, REMOVED where it was
        stopped before anybody sent it, REFUSED where all confirmed and nobody received it."""
        reference = f"{PREFIX}{msgid}"
        try:
            members = self.members(account, msgid)
            counts = self.counts(account, msgid, members)
        except FixContent as error:
            return _not_there(reference, error)
        facts = {"msgid": msgid, **counts}
        if not members:
            sentence = said("企业微信没有把这个群发任务派给任何成员，先不算创建成功，稍后会再核实。")
            return _submission(Outcome.UNKNOWN, reference, sentence, facts)
        if self._is_published(account, counts):
            return _published(reference, members, facts)
        if counts["members_confirmed"] == counts["members_asked"] and _nobody_received(counts):
            return _refused(reference, facts)
        return _submission(
            Outcome.PENDING, reference, _waiting(counts), facts, patience_seconds=patience_of(account)
        )

    def members(self, account: Account, msgid: str) -> list[Member]:
        """The members who were asked to send, with whether they did."""
        body = {"msgid": msgid, "limit": RESULTS_PER_CALL.value}
        pages = self._caller.pages(account, f"{CONTACT}/get_groupmsg_task", body, meter="mass_read")
        return [_member(row) for page in pages for row in page.get("task_list") or []]

    def counts(self, account: Account, msgid: str, members: Sequence[Member]) -> dict[str, int]:
        """How many members were asked and confirmed, and what became of their customers or groups. Unsent ones
        are counted only for members who confirmed; of groups the platform tells sent ones only."""
        confirmed = [member for member in members if member.confirmed]
        counts = {"members_asked": len(members), "members_confirmed": len(confirmed)}
        counts |= dict.fromkeys(COUNTS.values(), 0)
        for member in confirmed:
            for row in self._results(account, msgid, member):
                counts[COUNTS.get(_number(row.get("status")), "unsent")] += 1
        return counts

    def targets(self, account: Account, msgid: str, members: Sequence[Member]) -> set[str]:
        """The customers or groups that the members' results name; of groups those that were sent to."""
        rows = (row for member in members for row in self._results(account, msgid, member))
        return {str(row.get("external_userid") or row.get("chat_id") or "") for row in rows} - {""}

    def _results(self, account: Account, msgid: str, member: Member) -> Iterator[Mapping[str, Any]]:
        body = {"msgid": msgid, "userid": member.userid, "limit": RESULTS_PER_CALL.value}
        path = f"{CONTACT}/get_groupmsg_send_result"
        for page in self._caller.pages(account, path, body, meter="mass_read"):
            yield from page.get("send_list") or []

    def remind(self, account: Account, msgid: str) -> None:
        """Reminds the members who have not confirmed. Raises Wait after the third time within 24 hours."""
        self._caller.change(
            account, f"{CONTACT}/remind_groupmsg_send", {"msgid": msgid}, meter="mass_stop", harmless=True
        )

    def _is_published(self, account: Account, counts: Mapping[str, int]) -> bool:
        if not counts["sent"]:
            return False
        everybody = counts["members_confirmed"] == counts["members_asked"]
        return everybody or setting(account, "published_when", "first") != "all"


def patience_of(account: Account) -> int:
    """How many seconds members are given to confirm before a person is asked; `patience_days` of the settings."""
    return int(float(setting(account, "patience_days", PATIENCE_DAYS.value)) * 86_400)


def msgid_of(reference: str) -> str:
    """The task's id. Raises ValueError for a reference that is none of ours."""
    if not reference.startswith(PREFIX) or len(reference) == len(PREFIX):
        raise ValueError(f"not a reference of this platform: {reference!r}")
    return reference.removeprefix(PREFIX)


def _member(row: Mapping[str, Any]) -> Member:
    confirmed = _number(row.get("status")) in CONFIRMED
    return Member(str(row.get("userid") or ""), confirmed, _number(row.get("send_time")))


def _published(reference: str, members: Sequence[Member], facts: Mapping[str, Any]) -> Submission:
    first = min((member.sent_at for member in members if member.sent_at), default=0)
    return Submission(
        Outcome.PUBLISHED,
        reference=reference,
        post_id=str(facts["msgid"]),
        published_at=datetime.fromtimestamp(first, UTC) if first else None,
        look_again_after_seconds=LOOK_AGAIN_SECONDS,
        sentence=said(
            "%(confirmed)s/%(asked)s 名成员已确认，已送达 %(sent)s 个。",
            confirmed=facts["members_confirmed"],
            asked=facts["members_asked"],
            sent=facts["sent"],
        ),
        facts=facts,
    )


def _refused(reference: str, facts: Mapping[str, Any]) -> Submission:
    sentence = said(
        "成员都已确认，但没有一位客户收到：%(over_limit)s 位本期收到的群发已到上限，"
        "%(not_friends)s 位已不是好友。请换一批客户，或换一天再发。",
        over_limit=facts["over_limit"],
        not_friends=facts["not_friends"],
    )
    return Submission(
        Outcome.REFUSED, reference=reference, remedy=FixContent.remedy, sentence=sentence, facts=facts
    )


def _not_there(reference: str, error: ConnectorError) -> Submission:
    if error.code == STOPPED:
        sentence = said("这个群发任务已被停止，没有确认的成员不会再发送。")
        return _submission(Outcome.REMOVED, reference, sentence, {}, error)
    if error.code in BAD_TASK:
        sentence = said(
            "企业微信查不到这个群发任务。请到“客户联系→群发工具”里核对；真实情况不明之前，系统不会再次创建。"
        )
        return _submission(Outcome.UNKNOWN, reference, sentence, {}, error)
    raise error


def _submission(
    outcome: Outcome,
    reference: str,
    sentence: str,
    facts: Mapping[str, Any],
    error: ConnectorError | None = None,
    patience_seconds: int = 0,
) -> Submission:
    return Submission(
        outcome,
        reference=reference,
        post_id=reference.removeprefix(PREFIX),
        look_again_after_seconds=LOOK_AGAIN_SECONDS,
        patience_seconds=patience_seconds,
        code=error.code if error else "",
        excerpt=error.excerpt if error else "",
        sentence=sentence,
        facts=facts,
    )


def _nobody_received(counts: Mapping[str, int]) -> bool:
    return not counts["unsent"] and bool(counts["over_limit"] + counts["not_friends"])


def _waiting(counts: Mapping[str, int]) -> str:
    asked, confirmed = counts["members_asked"], counts["members_confirmed"]
    if not confirmed:
        return said("群发任务已派给 %(asked)s 名成员，等他们在企业微信里点“发送”。", asked=asked)
    return said(
        "%(confirmed)s/%(asked)s 名成员已确认，已送达 %(sent)s 个，其余还在等待。",
        confirmed=confirmed,
        asked=asked,
        sent=counts["sent"],
    )


def _number(value: Any) -> int:
    try:
        return int(str(value))
    except ValueError:
        return 0
