"""Posts as Kuaishou describes them (`video_info`), and the references by which the house remembers them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from chaoxin.connectors.values import Outcome, Submission
from chaoxin.connectors.wording import said

PAGE = "https://www.kuaishou.com/short-video/"
REVIEWING = said("快手已收下，正在转码和审核，通过之后别人才看得到。系统会接着核对。")
NOT_SHOWN_YET = said("快手已收下，但暂时还查不到这个作品，刚发布时常有这种情况。系统会接着核对。")
REVIEWED_AGAIN = said(
    "快手正在重新审核这个作品，审完之前主页上看不到它。快手不给接口说明原因，请到快手 App 或创作者中心查看。"
)
GONE = said(
    "快手上查不到这个作品了：可能审核没有通过，也可能被删除或改成了私密。"
    "快手不给接口说明原因，请到快手 App 或创作者中心查看。"
)
LOOK_AGAIN_SECONDS = 20


@dataclass(frozen=True)
class Reference:
    """A post by its number. `taken_at` is when Kuaishou took it, None once it has been seen in public: from then on a
    post that cannot be read is gone."""

    photo_id: str
    taken_at: datetime | None = None

    def __str__(self) -> str:
        return f"{self.photo_id}@{int(self.taken_at.timestamp())}" if self.taken_at else self.photo_id


def reference_of(text: str) -> Reference:
    """The reference in the form that `str` gives it."""
    photo_id, _, second = text.partition("@")
    return Reference(photo_id, datetime.fromtimestamp(int(second), UTC) if second.isdecimal() else None)


def id_of(info: Mapping[str, Any]) -> str:
    return str(info.get("photo_id") or "")


def time_of(info: Mapping[str, Any]) -> datetime | None:
    """When the post was made; None where the answer does not say."""
    text = str(info.get("create_time") or "")
    return datetime.fromtimestamp(int(text) / 1000, UTC) if text.isdecimal() else None


def is_pending(info: Mapping[str, Any]) -> bool:
    """Whether the post is still being transcoded or reviewed; the flag comes as a boolean or as its name."""
    return info.get("pending") is True or str(info.get("pending")).lower() in ("true", "1")


def submission_of(
    info: Mapping[str, Any], *, taken_at: datetime, excerpt: str = "", seen: bool = False
) -> Submission:
    """A post as the state of a submission: pending, or published with its address. One that was `seen` in public and
    is pending once more is published and limited."""
    photo_id = id_of(info)
    if is_pending(info) and not seen:
        return Submission(
            outcome=Outcome.PENDING,
            reference=str(Reference(photo_id, time_of(info) or taken_at)),
            post_id=photo_id,
            look_again_after_seconds=LOOK_AGAIN_SECONDS,
            sentence=REVIEWING,
            excerpt=excerpt,
        )
    return Submission(
        outcome=Outcome.PUBLISHED,
        reference=photo_id,
        post_id=photo_id,
        url=f"{PAGE}{photo_id}",
        published_at=time_of(info),
        excerpt=excerpt,
        limited=is_pending(info),
        sentence=REVIEWED_AGAIN if is_pending(info) else "",
    )


def unseen(reference: Reference, *, patient: bool, code: str, excerpt: str) -> Submission:
    """A post that cannot be read: not there yet while `patient`, else gone."""
    return Submission(
        outcome=Outcome.PENDING if patient else Outcome.REMOVED,
        reference=str(reference),
        post_id=reference.photo_id,
        look_again_after_seconds=LOOK_AGAIN_SECONDS,
        code=code,
        sentence=NOT_SHOWN_YET if patient else GONE,
        excerpt=excerpt,
    )
