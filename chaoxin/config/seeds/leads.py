"""People who left a number after an advertisement: pushed by the platform, in the sandbox and in the inbox alike."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from chaoxin.accounts.actor import Actor
from chaoxin.channels.grants import account_of
from chaoxin.channels.models import Channel
from chaoxin.channels.wires import connector_of
from chaoxin.connectors.contract import unmetered
from chaoxin.connectors.values import Webhook
from chaoxin.inbox import folding, leads, receiving
from chaoxin.inbox.models import Conversation

from .editorial_plan import ZONE
from .moments import Moment
from .newcomers import ADVERTISER
from .sandbox import Sandbox

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
NEW, CHANGED = 0, 1
CONTACTED = "电话里聊了十分钟，要二十份伴手礼的报价，明天上午发过去。"


@dataclass(frozen=True)
class Told:
    """One push about a lead: what its fields say, so long before now."""

    before: timedelta
    number: str
    person: str
    change: int = NEW
    phone: str = ""
    wechat: str = ""
    tag: str = "跟进中"
    area: str = "上海"
    campaign: str = "秋季新品-门店到访"
    remark: str = ""
    contacted: str = ""


TOLD = (
    Told(21 * HOUR, "880001", "爱喝茶的小满", area="上海"),
    Told(20.5 * HOUR, "880001", "爱喝茶的小满", CHANGED, phone="10000001234", tag="留客资"),
    Told(
        20 * HOUR, "880001", "爱喝茶的小满", CHANGED, phone="10000001234", tag="高潜成交",
        remark="公司年会伴手礼，要二十份", contacted=CONTACTED,
    ),
    Told(9 * HOUR, "880002", "住在弄堂里", phone="10000005678", tag="留客资", area="杭州", remark="想问加盟"),
    Told(3 * HOUR, "880003", "阿芋不加糖", wechat="demo_ayu_tea", tag="留客资", area="成都"),
    Told(70 * MINUTE, "880004", "早睡第九天", area="武汉", campaign="品牌-冬日礼盒"),
)  # fmt: skip


def moments(sandbox: Sandbox, cast: Mapping[str, Actor], *, now: datetime) -> list[Moment]:
    """The pushes in their order, and that one of the people was called back."""
    return [Moment(now - told.before, _pushing(told, sandbox, cast, at=now - told.before)) for told in TOLD]


def _pushing(told: Told, sandbox: Sandbox, cast: Mapping[str, Actor], *, at: datetime) -> Callable[[], None]:
    def push() -> None:
        detail = _detail(told, at=at)
        sandbox.write(ADVERTISER.key, told.person, kind="lead", detail=detail)
        channel = Channel.objects.select_related("grant").get(
            workspace=cast["owner"].workspace, name=ADVERTISER.name
        )
        _take_in(channel, detail, at=at)
        if told.contacted:
            found = Conversation.objects.filter(channel=channel, lead__isnull=False).get()
            leads.note_contact(found, note=told.contacted, by=cast["answer_giver"])

    return push


def _take_in(channel: Channel, detail: Mapping[str, Any], *, at: datetime) -> None:
    """As the platform's own push would be taken in."""
    converse = connector_of(channel.platform, channel.environment, meter=unmetered).converse
    assert converse
    account = account_of(channel, channel.grant)
    body = json.dumps({"data": detail, "timestamp": int(at.timestamp()), "source": "pm"}).encode()
    query = {"token": account.credentials.get("push_secret", "")}
    events = converse.parse_webhook(account, Webhook("POST", query, {}, body))
    assert events, "the connector does not believe the push"
    receiving.take_in(channel, events)
    while folding.fold_pending():
        pass


def _detail(told: Told, *, at: datetime) -> dict[str, Any]:
    return {
        "id": told.number,
        "type": told.change,
        "time": at.astimezone(ZoneInfo(ZONE)).strftime("%Y-%m-%d %H:%M:%S"),
        "red_id": f"demo{told.number}",
        "nick_name": told.person,
        "area": told.area,
        "leads_tag": told.tag,
        "phone_num": told.phone,
        "wechat": told.wechat,
        "remark": told.remark,
        "info_status": "已留资" if told.phone or told.wechat else "未留资",
        "campaign_id": 5001,
        "campaign_name": told.campaign,
    }
