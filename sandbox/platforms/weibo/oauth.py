"""Authorization: the consent page, codes, tokens, their inspection and their end."""

from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from sandbox.calls import Answer, Call
from sandbox.platforms.weibo import apps, grants
from sandbox.platforms.weibo.errors import refusal
from sandbox.world import World

CODE_SECONDS = 300
HTML = "text/html; charset=utf-8"
STYLE = Path(__file__).with_name("consent.css").read_text()


def authorize(call: Call) -> Answer:
    """/oauth2/authorize: GET shows the consent page (or consents by itself, where a tester said so), POST decides."""
    fields = call.fields()
    app = client(call.world, fields.get("client_id", ""))
    redirect_uri = checked_redirect(app, fields.get("redirect_uri", ""))
    if fields.get("response_type", "code") != "code":
        raise refusal(21329)
    if call.method == "GET" and not app.approves:
        return Answer(200, consent_page(call, app, fields).encode(), HTML)
    if call.method == "POST" and fields.get("decision") != "allow":
        return redirect(redirect_uri, {"error": "access_denied", "error_code": "21330", **state_in(fields)})
    uid = app.approves if call.method == "GET" else fields.get("uid", "")
    if call.world.accounts.find("weibo", uid) is None:
        raise refusal(21323, "uid")
    code = issue_code(call, app, uid=uid, redirect_uri=redirect_uri, scope=fields.get("scope", ""))
    return redirect(redirect_uri, {"code": code, **state_in(fields)})


def client(world: World, app_key: str) -> apps.App:
    app = apps.find(world, app_key)
    if app is None:
        raise refusal(21324, "client_id")
    return app


def checked_redirect(app: apps.App, given: str) -> str:
    """The address must be the registered one exactly; an app without a registered one takes any."""
    if not given.startswith(("http://", "https://")) or (app.redirect_uri and given != app.redirect_uri):
        raise refusal(21322)
    return given


def state_in(fields: dict[str, str]) -> dict[str, str]:
    return {"state": fields["state"]} if fields.get("state") else {}


def redirect(address: str, parameters: dict[str, str]) -> Answer:
    joined = f"{address}{'&' if '?' in address else '?'}{urlencode(parameters)}"
    return Answer(302, b"", HTML, {"location": joined})


def issue_code(call: Call, app: apps.App, *, uid: str, redirect_uri: str, scope: str) -> str:
    code = call.ids.hexadecimal(32)
    call.world.store.insert(
        "weibo_code",
        {
            "code": code,
            "app_key": app.app_key,
            "uid": uid,
            "redirect_uri": redirect_uri,
            "scope": scope,
            "expires_at": call.service_at + CODE_SECONDS,
        },
    )
    return code


def consent_page(call: Call, app: apps.App, fields: dict[str, str]) -> str:
    accounts = call.world.accounts.list(platform="weibo")
    choices = "".join(
        f'<label><input type="radio" name="uid" value="{account.external_id}"{" checked" if number == 0 else ""}>'
        f"<span>@{escape(account.name)}<br><small>UID {account.external_id}</small></span></label>"
        for number, account in enumerate(accounts)
    )
    hidden = "".join(
        f'<input type="hidden" name="{name}" value="{escape(fields.get(name, ""))}">'
        for name in ("client_id", "redirect_uri", "response_type", "state", "scope")
        if fields.get(name)
    )
    return (
        f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>微博授权</title>'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><style>{STYLE}</style><main>'
        f"<h1>授权「{escape(app.name)}」使用你的微博账号</h1><small>沙盒中的微博授权页：请选择一个账号。</small>"
        f'<form method="post" action="authorize">{hidden}{choices or "<p>沙盒里还没有微博账号。</p>"}'
        f'<p><button class="yes" name="decision" value="allow">同意授权</button>'
        f'<button name="decision" value="deny">取消</button></p></form></main></html>'
    )


def access_token(call: Call) -> dict[str, Any]:
    """POST /oauth2/access_token: a code becomes a token; the parameters may stand in the query."""
    fields = call.fields()
    if not fields.get("client_id") or not fields.get("client_secret"):
        raise refusal(21323, "miss client id or secret")
    app = client(call.world, fields["client_id"])
    if fields["client_secret"] != app.app_secret:
        raise refusal(21324, "client_secret")
    if fields.get("grant_type") != "authorization_code":
        raise refusal(21328)
    row = call.world.store.one("SELECT * FROM weibo_code WHERE code = ?", fields.get("code", ""))
    if row is None or row["app_key"] != app.app_key or row["used"] or row["expires_at"] <= call.service_at:
        raise refusal(21325)
    if row["redirect_uri"] != fields.get("redirect_uri"):
        raise refusal(21322)
    call.world.store.run("UPDATE weibo_code SET used = 1 WHERE code = ?", row["code"])
    token, life = grants.grant(
        call.world, app, row["uid"], scope=row["scope"], ids=call.ids, at=call.service_at
    )
    return {
        "access_token": token,
        "remind_in": str(life),
        "expires_in": life,
        "uid": row["uid"],
        "isRealName": "true",
    }


def get_token_info(call: Call) -> dict[str, Any]:
    """POST /oauth2/get_token_info"""
    row = grants.admitted(call)
    return {
        "uid": int(row["uid"]),
        "appkey": row["app_key"],
        "scope": row["scope"] or None,
        "create_at": int(row["created_at"]),
        "expire_in": int(row["expires_at"] - call.service_at),
    }


def revoke(call: Call) -> dict[str, str]:
    """/oauth2/revokeoauth2: later calls with the token answer 21321, as was observed."""
    row = grants.admitted(call)
    grants.end(call.world, row["token"], by=grants.REVOKED_BY_APP)
    return {"result": "true"}
