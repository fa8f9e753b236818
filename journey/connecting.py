from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from journey.waiting import until

if TYPE_CHECKING:
    from journey.steps import Walk

RIP = "203.0.113.7"


def connect_accounts(walk: Walk) -> None:
    """The owner connects a WeChat account by its keys and a Weibo account by consent."""
    owner = walk.person("owner")
    article, microblog = _open(walk, "wechat", "潮汐茶公众号"), _open(walk, "weibo", "潮汐茶微博")
    assert "不能做什么" in owner.page("/channels/new/wechat/")
    given = article["credentials"]
    connected = owner.api(
        "POST",
        "/channels",
        {
            "platform": "wechat",
            "environment": "sandbox",
            "name": article["name"],
            "fields": {
                "app_id": given["appid"],
                "app_secret": given["appsecret"],
                "callback_token": given["token"],
                "encoding_aes_key": given["aes_key"],
            },
        },
        status=201,
    )
    callback = owner.api("GET", f"/channels/{connected['id']}/callback")
    set_up = walk.control(
        "POST", f"/accounts/{article['key']}/callback", {"url": callback["address"], "mode": "safe"}
    )
    assert set_up["verified"], set_up["problem"]
    _consent(walk, microblog)
    channels = owner.api("GET", "/channels")["items"]
    assert {entry["state"] for entry in channels} == {"connected"}, channels
    assert article["name"] in owner.page("/channels/")
    walk.made["accounts"] = {"wechat": article, "weibo": microblog}
    walk.made["channels"] = {entry["platform"]: entry["id"] for entry in channels}


def set_objective(walk: Walk) -> None:
    """The owner sets the objective 提升品牌知名度 with the KPI of monthly new followers."""
    owner, today = walk.person("owner"), walk.today()
    made = owner.api(
        "POST",
        "/objectives",
        {
            "kind": "awareness",
            "name": "提升品牌知名度",
            "starts_on": today.replace(day=1).isoformat(),
            "ends_on": (today + timedelta(days=60)).isoformat(),
            "targets": [{"kpi": "followers_gained_month", "baseline": "0", "target": "500"}],
        },
        status=201,
    )
    walk.made["objective"] = made["id"]
    assert "提升品牌知名度" in owner.page("/goals/")


def _open(walk: Walk, platform: str, name: str) -> Any:
    return walk.control(
        "POST",
        "/accounts",
        {
            "platform": platform,
            "name": name,
            "quota_profile": "unlimited",
            "audience": {"on": True, "intensity": 5},
        },
    )


def _consent(walk: Walk, account: Any) -> None:
    owner, given = walk.person("owner"), account["credentials"]
    walk.control("PATCH", f"/accounts/{account['key']}", {"credentials": {"auto_approve": True}})
    begun = owner.api(
        "POST",
        "/channels/consents",
        {
            "platform": "weibo",
            "environment": "sandbox",
            "name": account["name"],
            "fields": {
                "app_key": given["app_key"],
                "app_secret": given["app_secret"],
                "safe_domain": given["safe_domain"],
                "rip": RIP,
            },
        },
        status=201,
    )
    owner.consent(begun["url"])
    until(
        lambda: len(owner.api("GET", "/channels")["items"]) == 2,
        seconds=20,
        what="the account to be connected",
    )
