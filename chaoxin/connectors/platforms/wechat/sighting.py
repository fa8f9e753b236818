"""What the list of published articles and the draft box say about an intent whose outcome is not known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from chaoxin.connectors.values import Account, Post, Sighting
from chaoxin.connectors.wording import said

from .limits import REVIEW_SECONDS
from .published import Search, wanted

NO_TRACE = said(
    "微信没有办法核对这种群发是否发出。请到公众平台“发表记录”里看；"
    "没有看到就可以重新发送：24 小时内重发，微信会按防重编号认出来，不会推送两次。"
)
UNUSED = said("草稿还在草稿箱里，平台上也没有这篇文章，确定没有发布。")
IN_QUEUE = said(
    "草稿已离开草稿箱，但发布列表里还没有这篇文章，可能正在审核。稍后再核实；要尽快确定，请看公众平台“发表记录”。"
)
TOO_EARLY = said("草稿还在草稿箱里，发布列表里也没有，但可能正在审核，过一会儿再核实才能确定没有发布。")
UNREADABLE = said("草稿已不在草稿箱里，这个公众号又不能读取发布列表。请到公众平台“发表记录”里核对。")


def sighting_of(search: Search, *, unused: bool, settled: bool) -> Sighting:
    """What a search means for a draft that waits in the box (`unused`) and whose review must be over (`settled`)."""
    if search.found:
        return Sighting(search.found, absence_is_certain=False, sentence=said("平台上已有这篇文章。"))
    if search.taken_down:
        return Sighting((), absence_is_certain=False, sentence=said("这篇文章发布过，但已被删除或下架。"))
    if unused and search.complete and settled:
        return Sighting((), absence_is_certain=True, sentence=UNUSED)
    return Sighting((), absence_is_certain=False, sentence=TOO_EARLY if unused else IN_QUEUE)


def review_time(account: Account) -> timedelta:
    """How long a submission may be reviewed unseen; `publish_review_seconds` of the settings goes first."""
    return timedelta(seconds=float(account.settings.get("publish_review_seconds", REVIEW_SECONDS.value)))


def looked_for(post: Post, prepared: Mapping[str, Any]) -> Mapping[str, Any]:
    """The content as it was drafted; the post may have been changed since."""
    return prepared if "words" in prepared else wanted(post)
