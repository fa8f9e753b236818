"""Authorization: the consent page, codes, tokens and their renewal."""

import json
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from sandbox.accounts import Account
from sandbox.calls import Answer, Call
from sandbox.platforms.kuaishou import apps, errors, events, grants
from sandbox.platforms.kuaishou.errors import refusal
from sandbox.world import World

HTML = "text/html; charset=utf-8"
STYLE = Path(__file__).with_name("consent.css").read_text()
SCOPE_NAMES = {
    "user_base": "用户标识",
    "user_info": "昵称、头像、粉丝数",
    "user_phone": "手机号",
    "user_video_publish": "发布视频",
    "user_video_delete": "删除视频",
    "user_video_info": "查看视频和数据",
}


def authorize(call: Call) -> Answer:
    """/oauth2/authorize and /oauth2/connect: GET shows the consent page (or consents by itself, where a tester said
    so), POST decides."""
    fields = call.fields()
    app = client(call.world, fields)
    redirect_uri = checked_redirect(app, fields.get("redirect_uri", ""))
    if fields.get("response_type") != "code":
        raise refusal(errors.RESPONSE_TYPE)
    scopes = checked_scopes(app, fields.get("scope", ""))
    if call.method == "GET" and not app.approves:
        return Answer(200, consent_page(call, app, fields, scopes).encode(), HTML)
    state = {"state": fields["state"]} if fields.get("state") else {}
    if call.method == "POST" and fields.get("decision") != "allow":
        told = {"result": str(errors.CANCELLED), "error": "authorization_cancelled"}
        return redirect(redirect_uri, told | state)
    open_id = app.approves if call.method == "GET" else fields.get("open_id", "")
    account = call.world.accounts.find("kuaishou", open_id)
    if account is None:
        raise refusal(errors.OPEN_ID)
    return redirect(redirect_uri, {"code": issue_code(call, app, account, scopes), **state})


def client(world: World, fields: dict[str, str]) -> apps.App:
    if not fields.get("app_id"):
        raise refusal(errors.PARAMETER, "app_id 必填")
    app = apps.find(world, fields["app_id"])
    if app is None:
        raise refusal(errors.CLIENT)
    return app


def checked_redirect(app: apps.App, given: str) -> str:
    """The address must lie on the registered domain; an app without one takes any."""
    host = urlsplit(given).hostname or ""
    if not given.startswith(("http://", "https://")) or not host:
        raise refusal(errors.PARAMETER, "redirect_uri 不合法")
    domain = app.callback_domain
    if domain and host != domain and not host.endswith(f".{domain}"):
        raise refusal(errors.PARAMETER, "redirect_uri 不在应用的回调域名下")
    return given


def checked_scopes(app: apps.App, given: str) -> list[str]:
    scopes = [scope for scope in given.split(",") if scope]
    if not scopes or set(scopes) - set(app.scopes):
        raise refusal(errors.SCOPE)
    return scopes


def redirect(address: str, parameters: dict[str, str]) -> Answer:
    joined = f"{address}{'&' if '?' in address else '?'}{urlencode(parameters)}"
    return Answer(302, b"", HTML, {"location": joined})


def issue_code(call: Call, app: apps.App, account: Account, scopes: list[str]) -> str:
    code = call.ids.url_safe(64)
    call.world.store.insert(
        "kuaishou_code",
        {
            "code": code,
            "app_id": app.app_id,
            "open_id": account.external_id,
            "scopes": json.dumps(scopes),
            "expires_at": call.service_at + float(call.world.setting(account, "code_seconds")),
        },
    )
    return code


def consent_page(call: Call, app: apps.App, fields: dict[str, str], scopes: list[str]) -> str:
    accounts = call.world.accounts.list(platform="kuaishou")
    choices = "".join(
        f'<label><input type="radio" name="open_id" value="{account.external_id}"{" checked" if number == 0 else ""}>'
        f"<span>{escape(account.name)}<br><small>快手号 {escape(account.credentials['kwai_id'])}</small></span></label>"
        for number, account in enumerate(accounts)
    )
    hidden = "".join(
        f'<input type="hidden" name="{name}" value="{escape(fields.get(name, ""))}">'
        for name in ("app_id", "redirect_uri", "response_type", "state", "scope", "ua")
        if fields.get(name)
    )
    wanted = "、".join(SCOPE_NAMES.get(scope, scope) for scope in scopes)
    return (
        f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>快手授权</title>'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><style>{STYLE}</style><main>'
        f"<h1>「{escape(app.name)}」申请使用你的快手账号</h1><small>沙盒中的快手授权页：请选择一个账号。</small>"
        f'<p>将获得：{escape(wanted)}</p><form method="post" action="authorize">{hidden}'
        f"{choices or '<p>沙盒里还没有快手账号。</p>'}"
        f'<p><button class="yes" name="decision" value="allow">同意授权</button>'
        f'<button name="decision" value="deny">取消</button></p></form></main></html>'
    )


def access_token(call: Call) -> dict[str, Any]:
    """GET /oauth2/access_token: a code becomes a pair of tokens, once."""
    fields = call.fields()
    app = proven_client(call.world, fields)
    row = call.world.store.one("SELECT * FROM kuaishou_code WHERE code = ?", fields.get("code", ""))
    account = call.world.accounts.find("kuaishou", row["open_id"]) if row is not None else None
    if row is None or account is None or row["app_id"] != app.app_id:
        raise refusal(errors.CODE)
    if fields.get("grant_type") not in call.world.setting(account, "grant_types"):
        raise refusal(errors.GRANT_TYPE)
    if row["used"] or row["expires_at"] <= call.service_at:
        raise refusal(errors.CODE)
    call.world.store.run("UPDATE kuaishou_code SET used = 1 WHERE code = ?", row["code"])
    scopes = json.loads(row["scopes"])
    events.authorized(call.world, account, scopes)
    return grants.issue(
        call.world, app_id=app.app_id, account=account, scopes=scopes, ids=call.ids, at=call.service_at
    )


def refresh_token(call: Call) -> dict[str, Any]:
    """GET /oauth2/refresh_token: the pair becomes a new one."""
    fields = call.fields()
    app = proven_client(call.world, fields)
    if fields.get("grant_type") != "refresh_token":
        raise refusal(errors.GRANT_TYPE)
    row = grants.find(call.world, refresh_token=fields.get("refresh_token", ""))
    account = call.world.accounts.find("kuaishou", row["open_id"]) if row is not None else None
    if row is None or account is None or row["app_id"] != app.app_id:
        raise refusal(errors.REFRESH_EXPIRED)
    return grants.renew(call, row, account)


def proven_client(world: World, fields: dict[str, str]) -> apps.App:
    app = client(world, fields)
    if fields.get("app_secret") != app.app_secret:
        raise refusal(errors.CLIENT)
    return app
