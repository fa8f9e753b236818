"""Stopping group-message tasks: what members have sent stays with the customers, the rest never goes out."""

from __future__ import annotations

from dataclasses import replace

from chaoxin.connectors.errors import AskPlatform, FixContent, Wait
from chaoxin.connectors.values import Account, Outcome, Submission
from chaoxin.connectors.wording import said

from .call import CONTACT, Caller
from .remedies import BAD_TASK, DISPATCHING, STOPPED
from .tasks import PREFIX, Tasks, msgid_of


class WecomStop:
    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self._tasks = Tasks(caller)

    def stop(self, account: Account, reference: str) -> Submission:
        """Stops a task that waits for its members. Counted before and, where the platform still tells, after the
        stop, since a member may confirm in between. UNKNOWN where the platform does not know the task."""
        msgid = msgid_of(reference)
        before = self._seen(account, msgid)
        if before is not None and (_has_ended(before) or _is_sent_by_all(before)):
            return before
        self._cancel(account, msgid)
        after = self._seen(account, msgid)
        for found in (after, before):
            if found is not None and found.facts.get("sent"):
                return _partly(found)
        return replace(
            after or Submission(Outcome.REMOVED, reference=reference, post_id=msgid),
            outcome=Outcome.REMOVED,
            sentence=said("群发任务已停止，没有客户收到，成员也不能再发送。"),
        )

    def withdraw(self, account: Account, reference: str) -> None:
        """Stops a task of which something has gone out. Raises AskPlatform where messages have reached customers,
        which cannot be taken back; what was not confirmed is stopped all the same."""
        msgid = msgid_of(reference)
        try:
            members = self._tasks.members(account, msgid)
            sent = [member for member in members if member.confirmed]
            if not members or len(sent) < len(members):
                self._cancel(account, msgid)
        except FixContent as error:
            if error.code not in {STOPPED, *BAD_TASK}:
                raise
            return
        if sent:
            raise AskPlatform(_irrevocable(len(sent), left=len(members) - len(sent)))

    def _seen(self, account: Account, msgid: str) -> Submission | None:
        try:
            return self._tasks.look_up(account, msgid)
        except Wait as wait:
            # Not with its members yet, so that nobody can have sent it.
            if wait.code == DISPATCHING:
                return None
            raise

    def _cancel(self, account: Account, msgid: str) -> None:
        try:
            path = f"{CONTACT}/cancel_groupmsg_send"
            self._caller.change(account, path, {"msgid": msgid}, meter="mass_stop")
        except FixContent as error:
            if error.code != STOPPED:
                raise


def _has_ended(found: Submission) -> bool:
    return found.outcome in (Outcome.REMOVED, Outcome.REFUSED) or (
        found.outcome is Outcome.UNKNOWN and bool(found.code)
    )


def _is_sent_by_all(found: Submission) -> bool:
    asked = found.facts.get("members_asked")
    return bool(asked) and found.facts.get("members_confirmed") == asked


def _irrevocable(sent: int, *, left: int) -> str:
    told = said("%(sent)s 名成员已经发出，送达的消息不能撤回。", sent=sent)
    if left:
        return told + said(
            "已停止另外 %(left)s 名还没有确认的成员；需要更正时，请让成员逐个说明或再发一条。", left=left
        )
    return told + said("需要更正时，请让成员逐个说明或再发一条。")


def _partly(found: Submission) -> Submission:
    sent, members = found.facts["sent"], found.facts["members_confirmed"]
    return replace(
        found,
        outcome=Outcome.PUBLISHED,
        reference=found.reference or f"{PREFIX}{found.post_id}",
        sentence=said(
            "%(members)s 名成员已经发出，送达的 %(sent)s 个收不回来；其余成员已停止。",
            members=members,
            sent=sent,
        ),
    )
