"""Leads: people who leave a number, and the pushes by which the company hears of them and of later changes."""

import hashlib
import json
import os
import time
from typing import Any

from sandbox.accounts import Account
from sandbox.callbacks import enqueue
from sandbox.clock import local_time
from sandbox.identifiers import draw_fraction, stable_number
from sandbox.platforms import Fan, Push
from sandbox.world import World

NEW, CONTENT_CHANGED, ATTRIBUTION_CHANGED = 0, 1, 2
TAGS = ("跟进中", "留客资", "高潜成交", "已成单", "无意向")
AREAS = ("上海", "杭州", "成都", "广州", "北京", "武汉")
KIND = "lead"
NUMBERS = ("campaign_id", "unit_id", "creativity_id")


def received(
    world: World, account: Account, fan: Fan, message: dict[str, Any], *, at: float, quietly: bool = False
) -> None:
    """Private messages are seen in the app only, but a part of those who write leave a number. A message of the kind
    `lead` always is one; its detail has the fields of the push, with the `id` of an earlier lead to change that."""
    if not world.setting(account, "ads"):
        return
    if message["kind"] == KIND:
        change(world, account, lead_of(world, account, fan, message, at=at), message["detail"], at=at)
    elif not quietly and leaves_number(world, account, message):
        detail = {"phone_num": made_up_number(fan), "info_status": "已留资", "leads_tag": "留客资"}
        change(world, account, lead_of(world, account, fan, message, at=at), detail, at=at)


def leaves_number(world: World, account: Account, message: dict[str, Any]) -> bool:
    share = float(world.setting(account, "lead_share"))
    return draw_fraction(f"{world.seed}|lead|{account.key}|{message['id']}") < share


def made_up_number(fan: Fan) -> str:
    """A number in a range that no operator gives out."""
    return f"1000{stable_number(f'phone|{fan.person_key}', 0, 9_999_999):07d}"


def lead_of(
    world: World, account: Account, fan: Fan, message: dict[str, Any], *, at: float
) -> dict[str, Any]:
    """The lead that the message is about, as it is known so far."""
    number = str(message["detail"].get("id") or "")
    row = world.store.one(
        "SELECT data FROM xiaohongshu_lead WHERE id = ? AND account = ?", number, account.key
    )
    if row is not None:
        return dict(json.loads(row["data"]))
    return {
        "id": number or f"{int(at)}{message['id']:08d}",
        "type": NEW,
        "time": local_time(at).strftime("%Y-%m-%d %H:%M:%S"),
        "red_id": fan.external_id,
        "nick_name": fan.name,
        "area": AREAS[stable_number(f"area|{fan.person_key}", 0, len(AREAS) - 1)],
        "leads_tag": TAGS[0],
        "phone_num": "",
        "wechat": "",
        "remark": message["text"],
        "source": "私信",
        "ad_account": account.credentials["advertiser_id"],
        "info_status": "未留资",
        "auto_recognize": "是",
        "note_link": "",
        **dict.fromkeys(NUMBERS, -1),
        "campaign_name": "",
        "unit_name": "",
        "creativity_name": "",
        "msg_receive_name": account.name,
        "msg_receive_id": account.credentials["account"],
        "staff_labels": [],
    }


def change(
    world: World, account: Account, lead: dict[str, Any], detail: dict[str, Any], *, at: float
) -> None:
    """Keep the lead with what the detail says of it, and tell the company."""
    known = world.store.one("SELECT id FROM xiaohongshu_lead WHERE id = ?", lead["id"]) is not None
    kind = int(detail.get("type", CONTENT_CHANGED if known else NEW))
    if kind not in (NEW, CONTENT_CHANGED, ATTRIBUTION_CHANGED):
        raise ValueError("type must be 0 (new), 1 (content changed) or 2 (attribution changed)")
    lead |= {name: value for name, value in detail.items() if name != "id"} | {"type": kind}
    world.store.run(
        "INSERT OR REPLACE INTO xiaohongshu_lead (id, account, data, at) VALUES (?, ?, ?, ?)",
        lead["id"],
        account.key,
        json.dumps(lead, ensure_ascii=False),
        at,
    )
    enqueue(world, account, KIND, {"data": lead, "timestamp": int(at * 1000), "source": "xiaohongshu"})


def push(world: World, account: Account, payload: dict[str, Any]) -> Push:
    content = json.dumps(payload, ensure_ascii=False).encode()
    headers = {"content-type": "application/json; charset=utf-8"}
    return Push("POST", account.callback_url, proof(world, account), headers, content)


def verification(world: World, account: Account, url: str) -> tuple[Push, str]:
    """How this platform checks an address is not known; it is done here as by its service provider interface."""
    echo = os.urandom(8).hex()
    return Push("GET", url, {**proof(world, account), "echostr": echo}, {}), echo


def proof(world: World, account: Account) -> dict[str, str]:
    """The parameters by which a push proves where it comes from, by the rule of the account."""
    rule, secret = world.setting(account, "push_signature"), account.credentials["push_token"]
    signed = {"timestamp": str(int(time.time())), "nonce": os.urandom(5).hex()}
    if rule == "none":
        return {}
    if rule == "token":
        return {"token": secret, "timestamp": signed["timestamp"]}
    if rule == "md5":
        joined = "&".join(f"{name}={signed[name]}" for name in sorted(signed)) + secret
        return {**signed, "signature": hashlib.md5(joined.encode(), usedforsecurity=False).hexdigest()}
    joined = "".join(sorted((secret, signed["timestamp"], signed["nonce"])))
    return {**signed, "signature": hashlib.sha1(joined.encode(), usedforsecurity=False).hexdigest()}
