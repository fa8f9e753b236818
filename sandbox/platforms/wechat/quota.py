"""Call quotas per interface and account: daily and per minute, shown and cleared by the platform's own calls."""

from typing import Any

from sandbox.accounts import Account
from sandbox.calls import Call
from sandbox.clock import day_of, local_time
from sandbox.platforms.wechat.accounts import account_by_appid
from sandbox.platforms.wechat.errors import refusal
from sandbox.platforms.wechat.requests import body_of, parameters, text_of
from sandbox.world import World

CLEARS_PER_MONTH = 10
CLEARS_OF_ONE_PATH_PER_MONTH = 50
NO_LIMIT = 0
DEFAULT = "*"
# path: (calls per day, calls per minute); 0 is no limit. Figures without a source in the platform's pages are generous.
PROFILES: dict[str, dict[str, tuple[int, int]]] = {
    "standard": {
        DEFAULT: (100_000, 6_000),
        "/cgi-bin/token": (2_000, NO_LIMIT),
        "/cgi-bin/stable_token": (500_000, 10_000),
        "/cgi-bin/message/mass/sendall": (100, 60),
        "/cgi-bin/message/mass/preview": (100, 60),
        "/cgi-bin/message/custom/send": (500_000, NO_LIMIT),
    },
    "fresh": {  # a new account by the older limit table
        DEFAULT: (1_000, 600),
        "/cgi-bin/token": (2_000, NO_LIMIT),
        "/cgi-bin/message/mass/sendall": (10, 60),
        "/cgi-bin/message/mass/preview": (100, 60),
        "/cgi-bin/freepublish/submit": (100, 60),
    },
    "unlimited": {DEFAULT: (NO_LIMIT, NO_LIMIT)},
}


def limits(world: World, account: Account, path: str) -> tuple[int, int]:
    """Calls per day and per minute; the account's own setting `quota` goes before its profile's figures."""
    own = world.setting(account, "quota").get(path)
    if own is not None:
        return int(own.get("daily", NO_LIMIT)), int(own.get("minute", NO_LIMIT))
    figures = PROFILES[world.setting(account, "quota_profile")]
    return figures.get(path, figures[DEFAULT])


def count(call: Call, account: Account, *, path: str) -> None:
    """Count one call; refuses with 45009 (day) or 45011 (minute)."""
    daily, minute = limits(call.world, account, path)
    moment = local_time(call.service_at)
    periods = ((daily, f"{moment:%Y-%m-%d}", 45009), (minute, f"{moment:%Y-%m-%dT%H:%M}", 45011))
    for limit, period, code in periods:
        if limit == NO_LIMIT and code == 45011:
            continue
        used = call.world.store.value(
            "INSERT INTO wechat_quota (account, path, period, used) VALUES (?, ?, ?, 1) "
            "ON CONFLICT DO UPDATE SET used = used + 1 RETURNING used",
            account.key,
            path,
            period,
        )
        if limit != NO_LIMIT and used > limit:
            raise refusal(code)


def used_today(call: Call, account: Account, path: str) -> int:
    return (
        call.world.store.value(
            "SELECT used FROM wechat_quota WHERE account = ? AND path = ? AND period = ?",
            account.key,
            path,
            day_of(call.service_at),
        )
        or 0
    )


def get(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/openapi/quota/get"""
    account, path = call.the_account, text_of(body_of(call), "cgi_path")
    check_path(call, path)
    daily, minute = limits(call.world, account, path)
    used = used_today(call, account, path)
    answer: dict[str, Any] = {
        "errcode": 0,
        "errmsg": "ok",
        "quota": {"daily_limit": daily, "used": used, "remain": max(0, daily - used)},
    }
    if minute:
        answer["rate_limit"] = {"call_count": minute, "refresh_second": 60}
    return answer


def check_path(call: Call, path: str) -> None:
    if not any(known == path and host == call.host for host, known in call.world.endpoints):
        raise refusal(76021)


def clear(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/clear_quota with the account's own appid: ten times a month."""
    if text_of(body_of(call), "appid") != call.the_account.credentials["appid"]:
        raise refusal(40013)
    return clear_all(call, call.the_account)


def clear_by_secret(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/clear_quota/v2: the same without a token."""
    fields = call.fields() | parameters(call)
    account = account_by_appid(call.world, fields.get("appid"))
    if account is None:
        raise refusal(40013 if fields.get("appid") else 41002)
    if fields.get("appsecret") != account.credentials["appsecret"]:
        raise refusal(40125 if fields.get("appsecret") else 41004)
    return clear_all(call, account)


def clear_all(call: Call, account: Account) -> dict[str, Any]:
    count_clear(call, account, "clear", CLEARS_PER_MONTH)
    call.world.store.run("DELETE FROM wechat_quota WHERE account = ? AND path LIKE '/%'", account.key)
    return {"errcode": 0, "errmsg": "ok"}


def clear_path(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/openapi/quota/clear: one path, fifty times a month."""
    path = text_of(body_of(call), "cgi_path")
    check_path(call, path)
    count_clear(call, call.the_account, "clear one", CLEARS_OF_ONE_PATH_PER_MONTH)
    call.world.store.run(
        "DELETE FROM wechat_quota WHERE account = ? AND path = ?", call.the_account.key, path
    )
    return {"errcode": 0, "errmsg": "ok"}


def count_clear(call: Call, account: Account, kind: str, limit: int) -> None:
    month = local_time(call.service_at).strftime("%Y-%m")
    used = call.world.store.value(
        "INSERT INTO wechat_quota (account, path, period, used) VALUES (?, ?, ?, 1) "
        "ON CONFLICT DO UPDATE SET used = used + 1 RETURNING used",
        account.key,
        kind,
        month,
    )
    if used > limit:
        raise refusal(48006)


def look_up_trace(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/openapi/rid/get: what a call with this rid was."""
    row = call.world.store.one("SELECT * FROM journal WHERE trace = ?", text_of(body_of(call), "rid") or "-")
    if row is None:
        raise refusal(76001)
    if row["account"] != call.the_account.key:
        raise refusal(76003)
    request = {
        "invoke_time": int(row["wall_at"]),
        "cost_in_ms": int(row["milliseconds"]),
        "request_url": f"{row['path']}?{row['query']}",
        "request_body": row["request"],
        "response_body": row["response"],
        "client_ip": row["client_ip"],
    }
    return {"errcode": 0, "errmsg": "ok", "request": request}


def reset(world: World, account: Account) -> None:
    world.store.run("DELETE FROM wechat_quota WHERE account = ?", account.key)
    world.store.run("DELETE FROM wechat_refresh WHERE account = ?", account.key)
