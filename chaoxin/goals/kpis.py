"""The KPI catalogue: what each number is, by which formula, in which unit.

A changed formula is a new version under the same key; targets keep the version they were set with. `source` is the
key by which analytics knows how to compute the value; `window` says over which time: `month` (the calendar month in
the workspace's time zone), `period` (from the objective's first day on) or `now` (the latest reading).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kpi:
    """`kinds` are the objective kinds that it is offered for first. A `percent` KPI is a share from 0 to 100."""

    key: str
    name: str | Promise
    unit: str | Promise
    formula: str | Promise
    source: str
    window: str
    kinds: tuple[str, ...]
    version: int = 1
    percent: bool = False


_ENTRIES = (
    Kpi(
        key="followers_gained_month",
        name=_("月新增粉丝"),
        unit=_("人/月"),
        formula=_(
            "当月净增粉丝 = 当月新增关注 − 当月取消关注；没有每日数据的账号用月末粉丝总数 − 月初粉丝总数"
        ),
        source="followers_gained",
        window="month",
        kinds=("awareness",),
    ),
    Kpi(
        key="followers_total",
        name=_("粉丝总数"),
        unit=_("人"),
        formula=_("各账号最近一次读到的粉丝总数之和"),
        source="followers_total",
        window="now",
        kinds=("awareness",),
    ),
    Kpi(
        key="follower_growth_rate_month",
        name=_("月粉丝增长率"),
        unit="%",
        formula=_("当月净增粉丝 ÷ 月初粉丝总数 × 100"),
        source="follower_growth_rate",
        window="month",
        kinds=("awareness",),
        percent=True,
    ),
    Kpi(
        key="reads",
        name=_("阅读量"),
        unit=_("次"),
        formula=_("周期内发布的内容最近一次读到的累计阅读之和；不提供阅读数据的平台不计入"),
        source="reads",
        window="period",
        kinds=("awareness",),
    ),
    Kpi(
        key="interactions",
        name=_("互动量"),
        unit=_("次"),
        formula=_("周期内发布的内容的点赞 + 评论 + 转发 + 收藏，取最近一次读到的累计值之和"),
        source="interactions",
        window="period",
        kinds=("stickiness", "awareness"),
    ),
    Kpi(
        key="engagement_rate",
        name=_("互动率"),
        unit="%",
        formula=_("互动量 ÷ 阅读量 × 100，只计同时有阅读和互动数据的内容"),
        source="engagement_rate",
        window="period",
        kinds=("stickiness",),
        percent=True,
    ),
    Kpi(
        key="comments",
        name=_("评论量"),
        unit=_("条"),
        formula=_("周期内发布的内容最近一次读到的累计评论之和"),
        source="comments",
        window="period",
        kinds=("stickiness",),
    ),
    Kpi(
        key="first_response_24h_rate",
        name=_("24 小时首次响应率"),
        unit="%",
        formula=_("周期内进线的会话中，首次回复在进线后 24 小时内的会话数 ÷ 已到期或已回复的会话数 × 100"),
        source="first_response_24h_rate",
        window="period",
        kinds=("stickiness", "conversion"),
        percent=True,
    ),
    Kpi(
        key="posts_published",
        name=_("发布条数"),
        unit=_("条"),
        formula=_("周期内确认上线的投放条数"),
        source="posts_published",
        window="period",
        kinds=("awareness", "conversion"),
    ),
    Kpi(
        key="consultations",
        name=_("咨询量"),
        unit=_("个"),
        formula=_("周期内进线的新会话数（私信与评论）"),
        source="conversations_opened",
        window="period",
        kinds=("conversion",),
    ),
)
CATALOGUE: Mapping[str, Kpi] = {entry.key: entry for entry in _ENTRIES}


def offered_for(kind: str) -> list[Kpi]:
    """The whole catalogue, KPIs of that objective kind first."""
    return sorted(_ENTRIES, key=lambda entry: kind not in entry.kinds)


def written(value: Decimal) -> str:
    """A stored number as people write it: no trailing zeros, no exponent."""
    return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
