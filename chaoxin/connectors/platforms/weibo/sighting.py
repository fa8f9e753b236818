"""Looking for a post whose number is not known: by its text among the latest posts of the account."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from chaoxin.connectors.values import Account, Outcome, Sighting, Submission
from chaoxin.connectors.wording import said

from .call import API, Caller
from .limits import PUBLISH_DELAY_SECONDS, TIMELINE_POSTS
from .matching import fingerprint, same_text
from .permalink import made_at
from .statuses import submission_of, time_of

TIMELINE = f"{API}/statuses/user_timeline.json"
CLOCKS_APART = timedelta(seconds=60)
# Behind the one or two minutes that the platform names lies a margin for its own clock.
SHOWN_AT_THE_LATEST = timedelta(seconds=PUBLISH_DELAY_SECONDS + 30)
GIVE_UP_ON_DELAYED = timedelta(minutes=10)
DELAYED_REFERENCE = re.compile(r"delayed-(\d+)-([0-9a-f]{24})")

NOT_YET_CERTAIN = said(
    "微博最近的几条里没有这条内容，但刚提交的微博可能要一两分钟才显示，过一会儿再核对才算数。"
)
LIST_TOO_SHORT = said(
    "微博只给看最近 %(posts)s 条，其中没有这条内容，但不能排除它在更早的位置。请登录微博看一眼再决定是否重发。",
    posts=TIMELINE_POSTS,
)
SURELY_ABSENT = said("微博上没有这条内容，可以放心重发。")
NOT_SHOWN_YET = said("微博说已发出，但暂时还读不到这条微博，过一会儿再核对。")
DELAYED_LOST = said("微博当时说已收下，但十分钟后仍看不到这条内容。请登录微博看一眼，确认没有再重发。")
DELAYED_WAITING = said("微博已收下，正在等它显示出来。")


def find_in_timeline(caller: Caller, account: Account, text: str, *, since: datetime) -> Sighting:
    """Posts with our text from `since` on, newest first. Absence is certain only when the list reaches back
    behind `since` (or is the whole account) and the delay that Weibo allows itself has passed."""
    asked_at = caller.wire.now()
    statuses, whole = _latest(caller, account)
    earliest = since - CLOCKS_APART
    found = _matching(statuses, account, lambda theirs: same_text(text, theirs), earliest=earliest)
    if found:
        return Sighting(candidates=tuple(found), absence_is_certain=False)
    if asked_at < since + SHOWN_AT_THE_LATEST:
        return Sighting(candidates=(), absence_is_certain=False, sentence=NOT_YET_CERTAIN)
    if not (whole or _reaches_back(statuses, earliest)):
        return Sighting(candidates=(), absence_is_certain=False, sentence=LIST_TOO_SHORT)
    return Sighting(candidates=(), absence_is_certain=True, sentence=SURELY_ABSENT)


def reference_of_delayed(digest: str, at: datetime) -> str:
    """A reference for a share that Weibo took without telling its number."""
    return f"delayed-{int(at.timestamp())}-{digest}"


def is_delayed_reference(reference: str) -> bool:
    """Whether a reference is one of `reference_of_delayed`."""
    return DELAYED_REFERENCE.fullmatch(reference) is not None


def look_up_delayed(caller: Caller, account: Account, reference: str) -> Submission:
    """A delayed share, looked for by its text: PUBLISHED with the number of the post, PENDING for ten
    minutes, then UNKNOWN."""
    match = DELAYED_REFERENCE.fullmatch(reference)
    if match is None:
        raise ValueError(reference)
    taken_at = datetime.fromtimestamp(int(match[1]), UTC)
    statuses, _ = _latest(caller, account)
    found = _matching(
        statuses, account, lambda theirs: fingerprint(theirs) == match[2], earliest=taken_at - CLOCKS_APART
    )
    if found:
        return found[0]
    if caller.wire.now() < taken_at + GIVE_UP_ON_DELAYED:
        return Submission(
            outcome=Outcome.PENDING,
            reference=reference,
            look_again_after_seconds=60,
            sentence=DELAYED_WAITING,
        )
    return Submission(outcome=Outcome.UNKNOWN, reference=reference, sentence=DELAYED_LOST)


def is_young(post_id: str, now: datetime) -> bool:
    """Whether a post was made so recently that Weibo may not show it everywhere yet."""
    made = made_at(post_id)
    return made is not None and made - CLOCKS_APART <= now < made + SHOWN_AT_THE_LATEST


def _latest(caller: Caller, account: Account) -> tuple[list[dict[str, Any]], bool]:
    """The latest posts, newest first, and whether they are all that the account has."""
    answer = caller.read(account, TIMELINE, params={"count": TIMELINE_POSTS, "page": 1})
    # An account without posts is answered with a bare empty list by some servers.
    if isinstance(answer, list) and not answer:
        return [], False
    if not isinstance(answer, dict) or not isinstance(answer.get("statuses"), list):
        raise caller.unreadable(account, answer, changing=False)
    statuses = [status for status in answer["statuses"] if isinstance(status, dict)]
    total = answer.get("total_number")
    whole = isinstance(total, int) and not isinstance(total, bool) and total <= len(statuses) < TIMELINE_POSTS
    return statuses, whole


def _matching(
    statuses: list[dict[str, Any]], account: Account, matches: Callable[[str], bool], *, earliest: datetime
) -> list[Submission]:
    found = []
    for status in statuses:
        written_at = time_of(status.get("created_at"))
        if written_at is not None and written_at < earliest:
            continue
        if not status.get("retweeted_status") and matches(str(status.get("text") or "")):
            found.append(submission_of(status, user_id=account.external_id))
    return [submission for submission in found if submission.outcome is Outcome.PUBLISHED]


def _reaches_back(statuses: list[dict[str, Any]], earliest: datetime) -> bool:
    """Whether the oldest entry lies before `earliest`. Only the last one counts: an old post that is kept on
    top of the list says nothing about what was cut off at its end."""
    if not statuses:
        return False
    oldest = time_of(statuses[-1].get("created_at"))
    return oldest is not None and oldest < earliest
