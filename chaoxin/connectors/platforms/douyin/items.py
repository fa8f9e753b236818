"""Items as Douyin lists them, and references that say how far one has come."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from chaoxin.connectors.errors import FixContent
from chaoxin.connectors.values import Account, Outcome, Submission
from chaoxin.connectors.wording import said

from .call import Caller
from .limits import ITEMS_AT_ONCE, LIST_LENGTH

VIDEO_DATA, VIDEO_LIST = "/api/douyin/v1/video/video_data/", "/api/douyin/v1/video/video_list/"
MADE = re.compile(r"made-(\d+)-(all|some)-(.+)", re.DOTALL)
OWN = "own-"
PICTURES_TYPE = 2
NOT_PASSED, UNDER_REVIEW, FRIENDS_ONLY, SELF_ONLY = 2, 4, 6, 7

REVIEWING = said(
    "抖音已收下，正在审核；公开之后系统会自动确认。长时间没有公开的话，请到抖音 App 里看审核结果。"
)
REJECTED = said("抖音审核没有通过，作品没有公开。请到抖音 App 里看原因，修改后重新发布。")
HIDDEN = said(
    "这个作品还在账号里，但别人看不到了：可能被限制可见、正在重新审核，也可能有人改了可见范围。"
    "请到抖音 App 里查看，可以申诉或调整。"
)
HIDDEN_BY_STATUS = {
    NOT_PASSED: said(
        "抖音判定这个作品不适宜公开，现在只有自己看得到。请到抖音 App 里看原因，可以申诉或修改后重发。"
    ),
    UNDER_REVIEW: said("抖音正在重新审核这个作品，审完之前别人看不到。请到抖音 App 里查看。"),
    FRIENDS_ONLY: said(
        "这个作品现在只有好友看得到：可能被限制可见，也可能有人改了可见范围。请到抖音 App 里查看。"
    ),
    SELF_ONLY: said(
        "这个作品现在只有自己看得到：可能被限制可见，也可能有人改了可见范围。请到抖音 App 里查看。"
    ),
}
REMOVED = said("抖音上已看不到这个作品：可能被平台下架、被改成私密，或已经删除。请到抖音 App 里查看。")


@dataclass(frozen=True)
class Reference:
    """What a reference says: the item, whether it was seen after its making, and whether everybody may see it."""

    item_id: str
    seen: bool
    public: bool


def made_reference(item_id: str, *, public: bool, at: datetime) -> str:
    """The reference of an item that was made and not seen yet."""
    return f"made-{int(at.timestamp())}-{'all' if public else 'some'}-{item_id}"


def read_reference(text: str) -> Reference:
    """What a reference of ours says; a bare item id is one that the public could see."""
    if match := MADE.fullmatch(text):
        return Reference(match[3], seen=False, public=match[2] == "all")
    if text.startswith(OWN):
        return Reference(text.removeprefix(OWN), seen=True, public=False)
    return Reference(text, seen=True, public=True)


def submission_of(item: Mapping[str, Any], *, public: bool, excerpt: str = "") -> Submission:
    """An item that can be read, as a published submission."""
    item_id, video_id = id_of(item), str(item.get("video_id") or "")
    kind = "note" if item.get("media_type") == PICTURES_TYPE else "video"
    url = f"https://www.douyin.com/{kind}/{video_id}" if video_id else str(item.get("share_url") or "")
    facts: dict[str, Any] = {"item_id": item_id}
    if video_id:
        facts["video_id"] = video_id
    if not public:
        facts["visible"] = "limited"
    return Submission(
        Outcome.PUBLISHED,
        reference=item_id if public else f"{OWN}{item_id}",
        post_id=item_id,
        url=url,
        published_at=time_of(item),
        excerpt=excerpt,
        facts=facts,
    )


def pending(item_id: str, *, public: bool, at: datetime, excerpt: str = "", video_id: str = "") -> Submission:
    """An item that was made and cannot be read yet."""
    facts: dict[str, Any] = {"item_id": item_id}
    if video_id:
        facts["video_id"] = video_id
    return Submission(
        Outcome.PENDING,
        reference=made_reference(item_id, public=public, at=at),
        look_again_after_seconds=30,
        sentence=REVIEWING,
        excerpt=excerpt,
        facts=facts,
    )


def told_status(item: Mapping[str, Any], reference: str) -> Submission | None:
    """What the status field says, for applications that still get it: rejected, or under review."""
    status = item.get("video_status")
    if status == NOT_PASSED:
        return Submission(
            Outcome.REFUSED,
            reference=reference,
            remedy=FixContent.remedy,
            code="video_status 2",
            sentence=REJECTED,
        )
    if status == UNDER_REVIEW:
        return Submission(
            Outcome.PENDING, reference=reference, look_again_after_seconds=30, sentence=REVIEWING
        )
    return None


def hidden(item: Mapping[str, Any]) -> Submission:
    """An item that everybody could see once and that only its author's list still shows; the status field, where the
    application gets it, says how far it is hidden."""
    status = item.get("video_status")
    found = submission_of(item, public=True)
    facts = {**found.facts, **({"video_status": status} if status is not None else {})}
    sentence = HIDDEN_BY_STATUS.get(status, HIDDEN) if isinstance(status, int) else HIDDEN
    return replace(found, limited=True, sentence=sentence, facts=facts)


def id_of(item: Mapping[str, Any]) -> str:
    return str(item.get("item_id") or "")


def time_of(item: Mapping[str, Any]) -> datetime | None:
    """When the item was made; None where the answer does not tell it."""
    seconds = item.get("create_time")
    if not isinstance(seconds, int) or isinstance(seconds, bool) or seconds <= 0:
        return None
    return datetime.fromtimestamp(seconds, UTC)


def public_items(caller: Caller, account: Account, item_ids: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    """Those of the items that everybody can see, by their id."""
    found: dict[str, Mapping[str, Any]] = {}
    for start in range(0, len(item_ids), ITEMS_AT_ONCE):
        asked = list(item_ids[start : start + ITEMS_AT_ONCE])
        answer = caller.ask(account, VIDEO_DATA, json={"item_ids": asked})
        found |= {id_of(item): item for item in _listed(caller, account, answer)}
    return found


def own_items(
    caller: Caller, account: Account, *, pages: int
) -> Iterator[tuple[list[Mapping[str, Any]], bool]]:
    """The account's items, newest first, page by page, each with whether it is the last one."""
    cursor: Any = 0
    for _ in range(pages):
        answer = caller.read(account, VIDEO_LIST, params={"cursor": cursor, "count": LIST_LENGTH})
        items = _listed(caller, account, answer)
        is_last = not answer.get("has_more") or not items
        yield items, is_last
        if is_last:
            return
        cursor = answer.get("cursor")


def _listed(caller: Caller, account: Account, answer: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    items = answer.get("list")
    if items is None and "list" in answer:
        return []
    if not isinstance(items, list):
        raise caller.unreadable(account, answer, changing=False)
    return [item for item in items if isinstance(item, dict) and id_of(item)]
