"""What the company wants to reach: two campaigns and an objective of each kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from chaoxin.accounts.actor import Actor
from chaoxin.content.drafting import Plan
from chaoxin.goals import campaigning, planning
from chaoxin.goals.models import Campaign, Objective

from .topics import Topic

DAY = timedelta(days=1)
SET_DAYS_AGO = 61
AHEAD_DAYS = 31
NEW_DRINKS, GIFTS = "新品季：荔枝、桂花与海盐", "潮声与四季：礼盒上市"


@dataclass(frozen=True)
class Wish:
    """An objective as the company states it; targets are (kpi, baseline, target)."""

    kind: str
    name: str
    note: str
    owner: str
    campaign: str
    targets: tuple[tuple[str, str, str], ...]


WISHES = (
    Wish(
        kind="awareness",
        name="提升品牌知名度",
        note="让更多人因为茶本身认识我们。看每月净增粉丝和内容阅读，不买量。",
        owner="lead",
        campaign=NEW_DRINKS,
        targets=(("followers_gained_month", "860", "1200"), ("reads", "72000", "112000")),
    ),
    Wish(
        kind="stickiness",
        name="让老客人愿意多说一句",
        note="内容多提问、多回应，进线的消息一天之内要有人接。",
        owner="editor",
        campaign="",
        targets=(("first_response_24h_rate", "86", "92"), ("interactions", "9000", "14200")),
    ),
    Wish(
        kind="conversion",
        name="接住咨询，带动到店与礼盒",
        note="礼盒季前后咨询会多，先把每一条接住，再看到店和企业订购。",
        owner="lead",
        campaign=GIFTS,
        targets=(("consultations", "1800", "3600"), ("posts_published", "110", "200")),
    ),
)
KIND_BY_FILE = {"company": "awareness", "craft": "awareness", "shops": "conversion", "short": "stickiness"}


def set_all(cast: Mapping[str, Actor], *, now: datetime) -> None:
    """Starts the campaigns and sets the objectives; the clock stands where it was done."""
    lead = cast["lead"]
    first, last = (now - SET_DAYS_AGO * DAY).date(), _end(now)
    briefs = {
        NEW_DRINKS: "三款新品接连上市，四个账号同步，重点讲清楚茶从哪里来。",
        GIFTS: "礼盒从预订到发货的全程内容，咨询量大，客服话术要先备好。",
    }
    campaigns = {
        name: campaigning.start(
            campaigning.Brief(name, first, last, brief=brief, owner=lead.membership), by=lead
        )
        for name, brief in briefs.items()
    }
    for wish in WISHES:
        _set(wish, campaigns.get(wish.campaign), cast, first=first, last=last)


def plan_of(topic: Topic, cast: Mapping[str, Actor]) -> Plan:
    """Which objective and campaign a text serves."""
    workspace = cast["lead"].workspace
    kind = KIND_BY_FILE.get(topic.file, "awareness")
    name = NEW_DRINKS if topic.path.startswith("/new/") else GIFTS if topic.path.startswith("/gift/") else ""
    return Plan(
        objective=Objective.objects.get(workspace=workspace, kind=kind),
        campaign=Campaign.objects.filter(workspace=workspace, name=name).first(),
    )


def _set(
    wish: Wish, campaign: Campaign | None, cast: Mapping[str, Actor], *, first: date, last: date
) -> Objective:
    terms = planning.Terms(
        kind=wish.kind,
        name=wish.name,
        starts_on=first,
        ends_on=last,
        note=wish.note,
        owner=cast[wish.owner].membership,
        campaign=campaign,
    )
    targets = [
        planning.Target(kpi, Decimal(target), Decimal(baseline)) for kpi, baseline, target in wish.targets
    ]
    return planning.set_objective(terms, targets, by=cast["lead"])


def _end(now: datetime) -> date:
    return (now + AHEAD_DAYS * DAY).date()
