"""From the platform's answers about a publish job or an article to submissions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from chaoxin.connectors.errors import FixContent
from chaoxin.connectors.values import Outcome, Submission
from chaoxin.connectors.wording import names, said

from .article import text_fingerprint
from .remedies import PLATFORM_ZONE

LOOK_AGAIN_SECONDS = 30
# Daily look-ups are scarce (100 of each kind), so what is slow anyway is asked for seldom.
LOOK_AGAIN_SLOWLY_SECONDS = 300
DRAFT_LOOK_AGAIN_SECONDS = 3600

SUCCEEDED, RUNNING, ORIGINALITY_FAILED, FAILED, REJECTED, DELETED, BLOCKED = range(7)

STATES: Mapping[int, tuple[Outcome, str, str]] = {
    RUNNING: (Outcome.PENDING, "", said("微信正在发布，多数几分钟内完成。")),
    ORIGINALITY_FAILED: (
        Outcome.REFUSED,
        FixContent.remedy,
        said("原创声明没有通过，文章没有发布。请取消原创声明或换成原创内容后重新提交。"),
    ),
    FAILED: (
        Outcome.REFUSED,
        FixContent.remedy,
        said("微信发布失败，没有说明原因。请到公众平台“发表记录”查看提示，改好后重新提交。"),
    ),
    REJECTED: (
        Outcome.REFUSED,
        FixContent.remedy,
        said("平台审核没有通过，文章没有发布。请按站内信的提示修改后重新提交。"),
    ),
    DELETED: (Outcome.REMOVED, "", said("文章发布后已被账号自己删除。")),
    BLOCKED: (Outcome.REMOVED, "", said("文章发布后被微信下架。请登录公众平台查看原因，可以申诉。")),
}

GONE = said("文章已不在平台上，可能被账号删除或被微信下架。请在公众平台“发表记录”里核对。")
DRAFT_GONE = said("草稿已不在草稿箱里。如果已经发布，请把文章链接贴回来；如果是删掉了，请重新安排。")


def finish_by_hand(title: str = "") -> str:
    """What is left to do for a person when the draft is ready."""
    if title:
        return said(
            "已存入草稿箱，还差一步：请在手机上打开“订阅号助手”，或在电脑上打开 mp.weixin.qq.com，"
            "在草稿箱里找到《%(title)s》点“发表”，再把文章链接贴回来。",
            title=title,
        )
    return said(
        "已存入草稿箱，还差一步：请在手机上打开“订阅号助手”，或在电脑上打开 mp.weixin.qq.com，"
        "在草稿箱里找到这篇草稿点“发表”，再把文章链接贴回来。"
    )


def live(item: Mapping[str, Any], *, article_id: str, facts: Mapping[str, Any], at: Any = None) -> Submission:
    """The submission for a live article. `item` is the platform's news_item, `at` its epoch second."""
    url = str(item.get("url") or "")
    published_at = datetime.fromtimestamp(int(at), UTC) if at else None
    found: dict[str, Any] = {
        **facts,
        "article_id": article_id,
        "title": str(item.get("title") or ""),
        "words": text_fingerprint(str(item.get("content") or "")),
    }
    if published_at:
        found["published_on"] = day_of(published_at)
    if message := message_of_url(url):
        found["msg_data_id"] = message
    return Submission(
        Outcome.PUBLISHED,
        reference=f"article:{article_id}",
        post_id=article_id,
        url=url,
        published_at=published_at,
        facts=found,
    )


def judged(
    state: int, *, reference: str, facts: Mapping[str, Any], failed: Any = None, excerpt: str = ""
) -> Submission:
    """The submission for a job state other than a proven success."""
    outcome, remedy, sentence = STATES.get(state, STATES[RUNNING])
    numbers = [int(number) for number in (failed or []) if str(number).isdigit()]
    if outcome is Outcome.REFUSED and numbers:
        sentence += said("（第 %(places)s 篇文章）", places=names(numbers))
    return Submission(
        outcome,
        reference=reference,
        look_again_after_seconds=LOOK_AGAIN_SECONDS,
        remedy=remedy,
        code=f"publish_status {state}" if outcome is not Outcome.PENDING else "",
        sentence=sentence,
        excerpt=excerpt,
        facts=facts,
    )


def job_facts(data: Mapping[str, Any]) -> dict[str, Any]:
    """What a job tells that is worth keeping beside the receipt."""
    names = ("publish_id", "article_id", "msg_data_id")
    return {name: str(data[name]).strip() for name in names if data.get(name)}


def day_of(at: datetime) -> str:
    """The platform's day of a time, `YYYY-MM-DD`."""
    return at.astimezone(PLATFORM_ZONE).date().isoformat()


def message_of_url(url: str) -> str:
    """The message id in the long form of an article's address (`mid=`), which is the key of its comments and
    figures; empty in the short form. Inferred from addresses seen, not documented."""
    values = parse_qs(urlsplit(url.replace("&amp;", "&")).query).get("mid", [])
    return values[0] if values and values[0].isdigit() else ""
