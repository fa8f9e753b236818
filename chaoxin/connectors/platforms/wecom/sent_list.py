"""The corp's tasks of the last month, searched for a message."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from chaoxin.connectors.errors import Wait
from chaoxin.connectors.values import Account, Outcome, Submission
from chaoxin.connectors.wording import said

from .call import CONTACT, Caller, Json
from .limits import LIST_DAYS, LIST_PER_CALL
from .message import described
from .remedies import DISPATCHING
from .tasks import LOOK_AGAIN_SECONDS, PREFIX, Tasks, patience_of

CLOCK_TOLERANCE = timedelta(minutes=2)
BY_CORP = 0
ALIVE = frozenset({Outcome.PENDING, Outcome.PUBLISHED})


@dataclass(frozen=True)
class Search:
    """`found` are waiting and sent tasks with the message, newest first; `ended` says that there was one that has
    been stopped or reached nobody; `complete` that the list was read back to the time asked for."""

    found: tuple[Submission, ...]
    ended: bool
    complete: bool


class SentList:
    def __init__(self, caller: Caller, tasks: Tasks) -> None:
        self._caller = caller
        self._tasks = tasks

    def matching(
        self, account: Account, wanted: Mapping[str, Any], named: Collection[str], *, since: datetime
    ) -> Search:
        """The tasks made since then that carry the message of `wanted` and went to its sender and, as far as the
        platform tells, to some of the `named` customers or groups."""
        now = self._caller.wire.now()
        earliest = now - timedelta(days=LIST_DAYS.value)
        start = max(since - CLOCK_TOLERANCE, earliest)
        rows, complete = self._rows(account, str(wanted["chat_type"]), start, now + CLOCK_TOLERANCE)
        found, ended = [], False
        for row in sorted(rows, key=lambda row: int(row.get("create_time") or 0), reverse=True):
            if not _matches(row, wanted):
                continue
            submission = self._state(account, str(row.get("msgid") or ""), wanted, named)
            if submission is None:
                continue
            if submission.outcome in ALIVE:
                found.append(submission)
            else:
                ended = True
        return Search(tuple(found), ended, complete and start > earliest)

    def _rows(
        self, account: Account, chat_type: str, start: datetime, end: datetime
    ) -> tuple[list[Json], bool]:
        body = {
            "chat_type": chat_type,
            "start_time": int(start.timestamp()),
            "end_time": int(end.timestamp()),
            "filter_type": BY_CORP,
            "limit": LIST_PER_CALL.value,
        }
        rows: list[Json] = []
        complete = False
        for page in self._caller.pages(account, f"{CONTACT}/get_groupmsg_list_v2", body, meter="mass_read"):
            rows += page.get("group_msg_list") or []
            complete = not page.get("next_cursor")
        return rows, complete

    def _state(
        self, account: Account, msgid: str, wanted: Mapping[str, Any], named: Collection[str]
    ) -> Submission | None:
        """What became of a task; None where it went to somebody else. A task that is still being
        handed out is a waiting one; whose a stopped one was is not told."""
        try:
            submission = self._tasks.look_up(account, msgid)
            alive = submission.outcome in ALIVE
            other = alive and not self._is_for(account, msgid, str(wanted.get("sender") or ""), named)
            return None if other else submission
        except Wait as wait:
            if wait.code != DISPATCHING:
                raise
            return Submission(
                Outcome.PENDING,
                reference=f"{PREFIX}{msgid}",
                post_id=msgid,
                look_again_after_seconds=LOOK_AGAIN_SECONDS,
                patience_seconds=patience_of(account),
                sentence=said("群发任务已创建，正在派给成员。"),
                facts={"msgid": msgid},
            )

    def _is_for(self, account: Account, msgid: str, sender: str, named: Collection[str]) -> bool:
        if not sender and not named:
            return True
        members = self._tasks.members(account, msgid)
        userids = {member.userid.lower() for member in members}
        if sender and userids and sender.lower() not in userids:
            return False
        told = self._tasks.targets(account, msgid, members) if named else set()
        return not told or not told.isdisjoint(named)


def _matches(row: Json, wanted: Mapping[str, Any]) -> bool:
    found = described(row)
    return bool(
        row.get("msgid")
        and found["text"] == wanted["text"]
        and found["attachments"] == sorted(wanted["attachments"])
    )
