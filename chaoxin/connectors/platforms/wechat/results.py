"""Pushes that tell the end of a publish job or of a mass message.

A success is told as PENDING, to be looked up at once: the platform's word in a push is not taken for the fact.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chaoxin.connectors.errors import FixContent
from chaoxin.connectors.values import Event, EventKind, Outcome, Submission
from chaoxin.connectors.wording import Sentence, said

from .outcomes import SUCCEEDED, day_of, judged

Fields = Mapping[str, Any]

PUBLISH_FINISHED = frozenset({"PUBLISHJOBFINISH", "FREEPUBLISHJOBFINISH"})
MASS_FINISHED = "MASSSENDJOBFINISH"
MASS_SENT = "send success"
MASS_COUNTS = {"TotalCount": "total", "FilterCount": "reachable", "SentCount": "sent", "ErrorCount": "failed"}
# From two client libraries that quote the platform's page; 30001 to 30003 are inferred from its sample.
MASS_REFUSALS: Mapping[str, str] = {
    "10001": said("被判为广告"),
    "20001": said("涉及时政"),
    "20002": said("涉及色情"),
    "20004": said("涉及社会问题"),
    "20006": said("涉及违法犯罪"),
    "20008": said("涉及欺诈"),
    "20013": said("涉及版权"),
    "21000": said("没有通过审核"),
    "22000": said("涉及互推（互相宣传）"),
    "30001": said("原创校验时出错"),
    "30002": said("原创校验没有通过"),
    "30003": said("被判为转载，已停止群发"),
}


def publish_result(fields: Fields, *, at: datetime) -> Event:
    """The end of a publish job."""
    info = fields.get("PublishEventInfo")
    info = info if isinstance(info, dict) else {}
    job, state = text_of(info, "publish_id"), number_of(info.get("publish_status"))
    facts = {"publish_id": job}
    if state == SUCCEEDED:
        facts["published_on"] = day_of(at)
    if article_id := text_of(info, "article_id"):
        facts["article_id"] = article_id
    if url := _first_url(info.get("article_detail"), "item", "article_url"):
        facts["url"] = url
    return Event(
        kind=EventKind.PUBLISH_RESULT,
        platform_id=f"publish:{job}:{state}",
        at=at,
        submission=_published(job, state, facts, info),
        facts=facts,
    )


def mass_result(fields: Fields, *, at: datetime) -> Event:
    """The end of a mass message, with how many followers it reached."""
    message, status = text_of(fields, "MsgID"), text_of(fields, "Status")
    facts: dict[str, Any] = {"msg_id": message}
    for name, ours in MASS_COUNTS.items():
        if (count := number_of(fields.get(name))) is not None:
            facts[ours] = count
    if status == MASS_SENT:
        facts["published_on"] = day_of(at)
    urls = fields.get("ArticleUrlResult")
    if url := _first_url(urls.get("ResultList") if isinstance(urls, dict) else None, "item", "ArticleUrl"):
        facts["url"] = url
    return Event(
        kind=EventKind.PUBLISH_RESULT,
        platform_id=f"mass:{message}:{status}",
        at=at,
        submission=_mass_sent(message, status, facts),
        facts=facts,
    )


def text_of(fields: Fields, name: str) -> str:
    """A field as text, "" where it is missing or no text."""
    value = fields.get(name)
    return str(value).strip() if isinstance(value, (str, int)) else ""


def number_of(value: Any) -> int | None:
    """A value as a whole number, None where it is none."""
    try:
        return int(str(value))
    except ValueError:
        return None


def _published(job: str, state: int | None, facts: Fields, info: Fields) -> Submission:
    reference = f"publish:{job}"
    if state == SUCCEEDED or state is None:
        sentence = said("微信说已发布，正在读取文章核实。")
        return Submission(
            Outcome.PENDING, reference=reference, look_again_after_seconds=0, sentence=sentence, facts=facts
        )
    return judged(state, reference=reference, facts=facts, failed=_many(info.get("fail_idx")))


def _mass_sent(message: str, status: str, facts: Fields) -> Submission:
    reference = f"mass:{message}"
    if status == MASS_SENT:
        sentence = said("微信说已群发，正在核实。")
        return Submission(
            Outcome.PENDING, reference=reference, look_again_after_seconds=0, sentence=sentence, facts=facts
        )
    found = re.fullmatch(r"err\((\d+)\)", status)
    reason = MASS_REFUSALS.get(
        found[1] if found else "", said("微信没有说明原因（%(status)s）", status=status or said("无状态"))
    )
    return Submission(
        Outcome.REFUSED,
        reference=reference,
        remedy=FixContent.remedy,
        code=status,
        sentence=_mass_failed(reason),
        facts=facts,
    )


def _mass_failed(reason: str) -> Sentence:
    return said(
        "群发没有成功：%(reason)s。粉丝没有收到，请按公众平台站内信的提示修改后重新安排。", reason=reason
    )


def _first_url(detail: Any, list_name: str, url_name: str) -> str:
    items = _many(detail.get(list_name)) if isinstance(detail, dict) else []
    return text_of(items[0], url_name) if items and isinstance(items[0], dict) else ""


def _many(value: Any) -> list[Any]:
    if value in (None, ""):
        return []
    return value if isinstance(value, list) else [value]
