"""Looking for a post whose number is not known: by its caption in the list of the account's videos."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from chaoxin.connectors.values import Account, Sighting, Submission
from chaoxin.connectors.wording import said

from .call import API, Caller, Json
from .captions import same_caption
from .limits import LIST_LENGTH, adjusted
from .photos import id_of, submission_of, time_of

LIST = f"{API}/photo/list"
CLOCKS_APART = timedelta(seconds=60)
MOST_PAGES = 5
NOT_YET_CERTAIN = said("快手的作品列表里还没有这条内容，但刚提交的作品可能过一会儿才出现，晚些再核对才算数。")
LIST_TOO_LONG = said(
    "快手的作品太多，没有翻到提交的时候，其中没有找到这条内容。请到快手 App 里看一眼再决定是否重发。"
)
SURELY_ABSENT = said("快手上没有这条内容，可以放心重发。")


def find_in_list(caller: Caller, account: Account, caption: str, *, since: datetime) -> Sighting:
    """Posts with our caption from `since` on, newest first. Absence is certain only when the list was read back to
    `since` and the time in which a post may appear late has passed."""
    asked_at = caller.wire.now()
    earliest = since - CLOCKS_APART
    found: list[Submission] = []
    reached = False
    for infos, is_last in pages_of(caller, account):
        found.extend(_matching(infos, caption, earliest=earliest, asked_at=asked_at))
        # Only the oldest entry counts: an old post that is kept on top says nothing about what follows it.
        oldest = time_of(infos[-1]) if infos else None
        reached = is_last or (oldest is not None and oldest < earliest)
        if reached:
            break
    if found:
        return Sighting(candidates=tuple(found), absence_is_certain=False)
    if asked_at < since + timedelta(minutes=adjusted(account.settings, "appear_minutes")):
        return Sighting(candidates=(), absence_is_certain=False, sentence=NOT_YET_CERTAIN)
    if not reached:
        return Sighting(candidates=(), absence_is_certain=False, sentence=LIST_TOO_LONG)
    return Sighting(candidates=(), absence_is_certain=True, sentence=SURELY_ABSENT)


def pages_of(caller: Caller, account: Account) -> Iterator[tuple[list[Json], bool]]:
    """The account's videos page by page, newest first, each with whether the list ends there: with an empty page, since
    a short one may only have something left out. A bounded number of pages."""
    cursor = ""
    for _ in range(MOST_PAGES):
        params: Json = {"count": LIST_LENGTH, **({"cursor": cursor} if cursor else {})}
        answer = caller.read(account, LIST, params=params, meter="photo_list")
        listed = answer.get("video_list")
        if not isinstance(listed, list):
            raise caller.unreadable(account, answer, changing=False)
        infos = [info for info in listed if isinstance(info, dict) and id_of(info)]
        yield infos, not listed
        following = _oldest_of(infos)
        if following in ("", cursor):
            return
        cursor = following


def _oldest_of(infos: list[Json]) -> str:
    dated = [(made_at, id_of(info)) for info in infos if (made_at := time_of(info))]
    return min(dated)[1] if dated else ""


def _matching(infos: list[Json], caption: str, *, earliest: datetime, asked_at: datetime) -> list[Submission]:
    found = []
    for info in infos:
        made_at = time_of(info)
        if made_at is not None and made_at < earliest:
            continue
        if same_caption(caption, str(info.get("caption") or "")):
            found.append(submission_of(info, taken_at=made_at or asked_at))
    return found
