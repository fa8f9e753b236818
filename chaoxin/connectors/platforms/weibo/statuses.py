"""Posts as Weibo describes them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from chaoxin.connectors.values import Outcome, Sender, Submission
from chaoxin.connectors.wording import said

from .permalink import permalink

# Python's own month names depend on the locale of the host.
MONTHS = {
    name: number
    for number, name in enumerate(
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), start=1
    )
}
DATE = re.compile(r"\w{3} (\w{3}) (\d{1,2}) (\d{2}):(\d{2}):(\d{2}) ([+-])(\d{2})(\d{2}) (\d{4})")
LIMITED = said("微博把这条设成了只有部分人能看到。请登录微博查看通知，可以申诉，或修改后重新发布。")
REMOVED = said("微博上已看不到这条微博：可能被平台删除、仍在审核，或已经撤回。请登录微博查看通知。")


def time_of(text: object) -> datetime | None:
    """The UTC time of a date like `Wed Jun 01 00:50:25 +0800 2011`; None where it is no such date."""
    match = DATE.fullmatch(str(text).strip())
    if match is None or match[1] not in MONTHS:
        return None
    offset = timedelta(hours=int(match[7]), minutes=int(match[8])) * (-1 if match[6] == "-" else 1)
    day, hour, minute, second = (int(match[group]) for group in (2, 3, 4, 5))
    try:
        local = datetime(int(match[9]), MONTHS[match[1]], day, hour, minute, second, tzinfo=timezone(offset))
    except ValueError:
        return None
    return local.astimezone(UTC)


def id_of(item: Mapping[str, Any]) -> str:
    """The id as text. The number in `id` loses its last digits in some answers, so `idstr` wins. `mid` comes
    last: for comments it is another number than the one that calls take."""
    return str(item.get("idstr") or item.get("id") or item.get("mid") or "")


def sender_of(item: Mapping[str, Any]) -> Sender | None:
    """Who wrote a post or comment; None where the answer leaves it out."""
    user = item.get("user")
    if not isinstance(user, dict) or not id_of(user):
        return None
    return Sender(
        external_id=id_of(user),
        name=str(user.get("screen_name") or user.get("name") or ""),
        avatar_url=str(user.get("avatar_large") or user.get("profile_image_url") or ""),
    )


def submission_of(status: Mapping[str, Any], *, user_id: str, excerpt: str = "") -> Submission:
    """A status as the state of a submission: published, or removed where Weibo shows a deleted stub."""
    post_id = id_of(status)
    if str(status.get("deleted", "")) == "1":
        return Submission(outcome=Outcome.REMOVED, reference=post_id, post_id=post_id, sentence=REMOVED)
    sender, facts = sender_of(status), _facts(status)
    return Submission(
        outcome=Outcome.PUBLISHED,
        reference=post_id,
        post_id=post_id,
        url=permalink(user_id or (sender.external_id if sender else ""), str(status.get("mid") or post_id)),
        published_at=time_of(status.get("created_at")),
        excerpt=excerpt,
        facts=facts,
        limited=bool(facts),
        sentence=LIMITED if facts else "",
    )


def _facts(status: Mapping[str, Any]) -> dict[str, Any]:
    visible = status.get("visible")
    audience = visible.get("type") if isinstance(visible, dict) else None
    # Anything but 0 means that the public does not see the post.
    return {"visible_type": audience} if audience not in (None, 0, "0") else {}
