"""Authorization: the consent page, codes, tokens, their renewal on two clocks, and their end."""

from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from sandbox.accounts import Account
from sandbox.calls import Answer, Call
from sandbox.platforms.douyin import apps, grants
from sandbox.platforms.douyin.accounts import ROLES, SETTINGS, union_id
from sandbox.platforms.douyin.bodies import json_of
from sandbox.platforms.douyin.errors import refusal, success
from sandbox.platforms.douyin.pushes import told_authorization
from sandbox.world import World

HTML = "text/html; charset=utf-8"
STYLE = Path(__file__).with_name("consent.css").read_text()
CARRIED = ("client_key", "redirect_uri", "response_type", "state", "scope", "optionalScope")


def connect(call: Call) -> Answer:
    """/platform/oauth/connect/: GET shows the consent page (or consents by itself, where a tester said so), POST
    decides. A scope that the application was not granted makes the whole page fail."""
    fields = call.fields()
    app = client(call.world, fields.get("client_key", ""), code=10003)
    redirect_uri = checked_redirect(app, fields.get("redirect_uri", ""))
    scopes = wanted_scopes(fields)
    if fields.get("response_type") != "code" or not scopes:
        raise refusal(10002)
    if strange := [name for name in scopes if name not in app.capabilities]:
        raise refusal(10004, f"scope illegal: {','.join(strange)}")
    if call.method == "GET" and not app.approves:
        return Answer(200, consent_page(call, app, fields).encode(), HTML)
    if call.method == "POST" and fields.get("decision") != "allow":
        return redirect(redirect_uri, {"errCode": "-2", "errMsg": "user cancelled", **state_in(fields)})
    key = app.approves if call.method == "GET" else fields.get("account", "")
    if key not in call.world.accounts.by_key:
        raise refusal(10002, "account")
    code = issue_code(call, app, account=call.world.accounts.get(key), scopes=scopes)
    return redirect(redirect_uri, {"code": code, "scopes": ",".join(scopes), **state_in(fields)})


def client(world: World, client_key: str, *, code: int) -> apps.App:
    app = apps.find(world, client_key)
    if app is None:
        raise refusal(code)
    return app


def checked_redirect(app: apps.App, given: str) -> str:
    """The address must be the configured one; what stands behind # is not compared. An app without one takes any."""
    bare = urlsplit(given)._replace(fragment="").geturl()
    if not given.startswith(("http://", "https://")) or (app.redirect_uri and bare != app.redirect_uri):
        raise refusal(10006)
    return given


def wanted_scopes(fields: dict[str, str]) -> list[str]:
    """The scopes asked for, and those offered as optional: `scope,1,scope,0`, where 1 is ticked."""
    asked = [one.strip() for one in fields.get("scope", "").split(",") if one.strip()]
    optional = [one.strip() for one in fields.get("optionalScope", "").split(",") if one.strip()]
    ticked = [name for name, mark in zip(optional[::2], optional[1::2], strict=False) if mark == "1"]
    return list(dict.fromkeys([*asked, *ticked]))


def state_in(fields: dict[str, str]) -> dict[str, str]:
    return {"state": fields["state"]} if fields.get("state") else {}


def redirect(address: str, parameters: dict[str, str]) -> Answer:
    joined = f"{address}{'&' if '?' in address else '?'}{urlencode(parameters)}"
    return Answer(302, b"", HTML, {"location": joined})


def issue_code(call: Call, app: apps.App, *, account: Account, scopes: list[str]) -> str:
    """A code; one that was given before to the same person is void then."""
    call.world.store.run(
        "UPDATE douyin_code SET used = 1 WHERE client_key = ? AND account = ?", app.client_key, account.key
    )
    code = call.ids.hexadecimal(32)
    call.world.store.insert(
        "douyin_code",
        {
            "code": code,
            "client_key": app.client_key,
            "account": account.key,
            "scope": ",".join(scopes),
            "expires_at": call.service_at + call.world.setting(account, "code_seconds"),
        },
    )
    return code


def consent_page(call: Call, app: apps.App, fields: dict[str, str]) -> str:
    accounts = call.world.accounts.list(platform="douyin")
    choices = "".join(
        f'<label><input type="radio" name="account" value="{account.key}"{" checked" if number == 0 else ""}>'
        f"<span>{escape(account.name)}<br><small>抖音号 {account.credentials['douyin_id']}</small></span></label>"
        for number, account in enumerate(accounts)
    )
    hidden = "".join(
        f'<input type="hidden" name="{name}" value="{escape(fields.get(name, ""))}">'
        for name in CARRIED
        if fields.get(name)
    )
    scopes = "、".join(wanted_scopes(fields))
    return (
        f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>抖音授权</title>'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><style>{STYLE}</style><main>'
        f"<h1>「{escape(app.name)}」申请使用你的抖音账号</h1><small>沙盒中的抖音授权页：请选择一个账号。</small>"
        f"<p>申请的权限：{escape(scopes)}</p>"
        f'<form method="post" action="">{hidden}{choices or "<p>沙盒里还没有抖音账号。</p>"}'
        f'<p><button class="yes" name="decision" value="allow">同意授权</button>'
        f'<button name="decision" value="deny">取消</button></p></form></main></html>'
    )


def access_token(call: Call) -> dict[str, Any]:
    """POST /oauth/access_token/: a code becomes a pair of tokens, once."""
    fields, world = call.fields(), call.world
    app = client(world, fields.get("client_key", ""), code=10013)
    if fields.get("client_secret") != app.client_secret:
        raise refusal(10013)
    if fields.get("grant_type") != "authorization_code":
        raise refusal(10002)
    row = world.store.one("SELECT * FROM douyin_code WHERE code = ?", fields.get("code", ""))
    if row is None or row["used"] or row["expires_at"] <= call.service_at:
        raise refusal(10007)
    if row["client_key"] != app.client_key:
        raise refusal(10014)
    world.store.run("UPDATE douyin_code SET used = 1 WHERE code = ?", row["code"])
    account = world.accounts.get(row["account"])
    made = grants.grant(world, app, account, scope=row["scope"], ids=call.ids, at=call.service_at)
    told_authorization(world, account, "authorize", scopes=row["scope"].split(","), at=call.at)
    answer = grants.told(world, made, at=call.service_at)
    if "user_info" in row["scope"].split(","):
        answer["union_id"] = union_id(account)
    return success(call, answer)


def refresh_token(call: Call) -> dict[str, Any]:
    """POST /oauth/refresh_token/: 15 more days of access. A token that still lives stays the same; the refresh token
    keeps its own end."""
    row, account = refreshable(call)
    until = call.service_at + call.world.setting(account, "access_seconds")
    alive = row["access_until"] > call.service_at
    token = row["access_token"] if alive else f"act.{call.ids.hexadecimal(40)}"
    call.world.store.run(
        "UPDATE douyin_grant SET access_token = ?, access_until = ? WHERE id = ?", token, until, row["id"]
    )
    fresh = grants.find(call.world, token)
    return success(call, grants.told(call.world, fresh, at=call.service_at) if fresh is not None else {})


def renew_refresh_token(call: Call) -> dict[str, Any]:
    """POST /oauth/renew_refresh_token/: 30 more days, five times; the old refresh token ends at once."""
    row, account = refreshable(call)
    if "renew_refresh_token" not in row["scope"].split(","):
        raise refusal(10004)
    if row["renewals"] >= call.world.setting(account, "renewals"):
        raise refusal(10020)
    seconds = call.world.setting(account, "refresh_seconds")
    token = f"rft.{call.ids.hexadecimal(40)}"
    call.world.store.run(
        "UPDATE douyin_grant SET refresh_token = ?, refresh_until = ?, renewals = renewals + 1 WHERE id = ?",
        token,
        call.service_at + seconds,
        row["id"],
    )
    return success(call, {"refresh_token": token, "expires_in": str(int(seconds))})


def refreshable(call: Call) -> Any:
    fields, world = call.fields(), call.world
    if not fields.get("client_key") or not fields.get("refresh_token"):
        raise refusal(10005)
    app = client(world, fields["client_key"], code=10003)
    row = grants.find_by_refresh(world, fields["refresh_token"])
    if row is None or row["ended"] or row["refresh_until"] <= call.service_at:
        raise refusal(10010)
    if row["client_key"] != app.client_key:
        raise refusal(10014)
    return row, world.accounts.get(row["account"])


def client_token(call: Call) -> dict[str, Any]:
    """POST /oauth/client_token/, as a form or as JSON: the application's own token."""
    fields = call.fields() | body_of(call)
    app = client(call.world, str(fields.get("client_key", "")), code=10003)
    if fields.get("client_secret") != app.client_secret:
        raise refusal(10013)
    if fields.get("grant_type") != "client_credential":
        raise refusal(10002)
    seconds = SETTINGS["client_token_seconds"]
    token = grants.client_token(
        call.world, app, seconds=seconds, old_seconds=SETTINGS["old_client_token_seconds"], ids=call.ids
    )
    return success(call, {"access_token": token, "expires_in": seconds, "captcha": "", "desc_url": ""})


def revoke(call: Call) -> dict[str, Any]:
    """POST /oauth/revoke/"""
    row = grants.find(call.world, grants.token_of(call))
    if row is None or row["ended"]:
        raise refusal(10008)
    call.world.store.run("UPDATE douyin_grant SET ended = ? WHERE id = ?", grants.BY_APP, row["id"])
    return success(call)


def userinfo(call: Call) -> dict[str, Any]:
    """POST /oauth/userinfo/"""
    row = grants.find(call.world, call.fields().get("access_token", ""))
    if row is None or row["ended"] or row["access_until"] <= call.service_at:
        raise refusal(10008)
    account = call.world.accounts.get(row["account"])
    if call.fields().get("open_id") != account.external_id:
        raise refusal(28001015)
    if "user_info" not in row["scope"].split(","):
        raise refusal(28001012)
    return success(
        call,
        {
            "open_id": account.external_id,
            "union_id": union_id(account),
            "nickname": account.name,
            "avatar": f"https://p3.douyinpic.com/aweme/100x100/{account.credentials['douyin_id']}.jpeg",
            "avatar_larger": f"https://p3.douyinpic.com/aweme/1080x1080/{account.credentials['douyin_id']}.jpeg",
            "city": "",
            "province": "",
            "country": "",
            "gender": 0,
            "e_account_role": ROLES[account.profile],
            "client_key": row["client_key"],
        },
    )


def body_of(call: Call) -> dict[str, Any]:
    return json_of(call) if call.headers.get("content-type", "").startswith("application/json") else {}
