"""Followers of the account, one by one."""

from typing import Any

from sandbox.calls import Call
from sandbox.platforms.wechat.errors import refusal
from sandbox.platforms.wechat.requests import body_of, has_escapes, text_of

PAGE = 10_000
MOST_PER_BATCH = 100
REMARK_LIMIT = 30  # exclusive
MOST_BLOCKED_AT_ONCE = 20
SCENES = (
    "ADD_SCENE_SEARCH",
    "ADD_SCENE_PROFILE_CARD",
    "ADD_SCENE_QR_CODE",
    "ADD_SCENE_PROFILE_LINK",
    "ADD_SCENE_REPRINT",
    "ADD_SCENE_CHANNELS",
    "ADD_SCENE_OTHERS",
)


def get(call: Call) -> dict[str, Any]:
    """GET /cgi-bin/user/get: ids of the followers, 10,000 a page, the earliest first."""
    after = follow_time(call, call.query.get("next_openid", ""))
    rows = call.world.store.all(
        "SELECT external_id FROM fan WHERE account = ? AND followed_at IS NOT NULL "
        "AND (followed_at, external_id) > (?, ?) ORDER BY followed_at, external_id LIMIT ?",
        call.the_account.key,
        *after,
        PAGE,
    )
    ids = [row["external_id"] for row in rows]
    answer: dict[str, Any] = {"total": call.the_account.followers, "count": len(ids)}
    if ids:
        answer["data"] = {"openid": ids}
    return answer | {"next_openid": ids[-1] if len(ids) == PAGE else ""}


def follow_time(call: Call, openid: str) -> tuple[float, str]:
    if not openid:
        return (-1e12, "")
    at = call.world.store.value(
        "SELECT followed_at FROM fan WHERE account = ? AND external_id = ?", call.the_account.key, openid
    )
    if at is None:
        raise refusal(40003)
    return (at, openid)


def info(call: Call) -> dict[str, Any]:
    """GET /cgi-bin/user/info"""
    return shown(call, call.query.get("openid", ""))


def batch_info(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/user/info/batchget"""
    wanted = body_of(call).get("user_list")
    if not isinstance(wanted, list) or not 1 <= len(wanted) <= MOST_PER_BATCH:
        raise refusal(40032)
    return {"user_info_list": [shown(call, str(entry.get("openid", ""))) for entry in wanted]}


def shown(call: Call, openid: str) -> dict[str, Any]:
    """Nickname and portrait have not been given since 2021-12-27; of one who left only the id."""
    store, account = call.world.store, call.the_account.key
    fan = store.one("SELECT * FROM fan WHERE account = ? AND external_id = ?", account, openid)
    if fan is None:
        raise refusal(40003)
    if fan["followed_at"] is None:
        return {"subscribe": 0, "openid": openid, "tagid_list": []}
    tags = store.all(
        "SELECT tag_id FROM wechat_tagged WHERE account = ? AND openid = ? ORDER BY tag_id", account, openid
    )
    remark = store.value("SELECT remark FROM wechat_remark WHERE account = ? AND openid = ?", account, openid)
    return {
        "subscribe": 1,
        "openid": openid,
        "language": "zh_CN",
        "subscribe_time": int(fan["followed_at"]),
        "remark": remark or "",
        "groupid": tags[0]["tag_id"] if tags else 0,
        "tagid_list": [row["tag_id"] for row in tags],
        "subscribe_scene": SCENES[sum(openid.encode()) % len(SCENES)],
        "qr_scene": 0,
        "qr_scene_str": "",
    }


def update_remark(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/user/info/updateremark"""
    if has_escapes(call):
        raise refusal(40033)
    body = body_of(call)
    openid, remark = known(call, text_of(body, "openid")), text_of(body, "remark")
    if len(remark) >= REMARK_LIMIT:
        raise refusal(45002, "remark")
    call.world.store.run(
        "INSERT INTO wechat_remark (account, openid, remark) VALUES (?, ?, ?) "
        "ON CONFLICT DO UPDATE SET remark = excluded.remark",
        call.the_account.key,
        openid,
        remark,
    )
    return {"errcode": 0, "errmsg": "ok"}


def known(call: Call, openid: str) -> str:
    """The id, if it is that of a follower; else 40003."""
    found = call.world.store.value(
        "SELECT 1 FROM fan WHERE account = ? AND external_id = ? AND followed_at IS NOT NULL",
        call.the_account.key,
        openid,
    )
    if found is None:
        raise refusal(40003)
    return openid


def blocked(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/tags/members/getblacklist"""
    after = text_of(body_of(call), "begin_openid")
    conditions = "FROM wechat_remark WHERE account = ? AND blocked = 1"
    rows = call.world.store.all(
        f"SELECT openid {conditions} AND openid > ? ORDER BY openid LIMIT ?",
        call.the_account.key,
        after,
        PAGE,
    )
    ids = [row["openid"] for row in rows]
    total = call.world.store.value(f"SELECT count(*) {conditions}", call.the_account.key)
    return {"total": total, "count": len(ids), "data": {"openid": ids}, "next_openid": ids[-1] if ids else ""}


def block(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/tags/members/batchblacklist"""
    return mark_blocked(call, blocked=1)


def unblock(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/tags/members/batchunblacklist"""
    return mark_blocked(call, blocked=0)


def mark_blocked(call: Call, *, blocked: int) -> dict[str, Any]:
    wanted = body_of(call).get("openid_list")
    if not isinstance(wanted, list) or not 1 <= len(wanted) <= MOST_BLOCKED_AT_ONCE:
        raise refusal(40032)
    for openid in wanted:
        call.world.store.run(
            "INSERT INTO wechat_remark (account, openid, blocked) VALUES (?, ?, ?) "
            "ON CONFLICT DO UPDATE SET blocked = excluded.blocked",
            call.the_account.key,
            known(call, str(openid)),
            blocked,
        )
    return {"errcode": 0, "errmsg": "ok"}
