"""Authorization of the ads API: the consent page, the code, the tokens."""

import json
from typing import Any
from urllib.parse import urlencode

from sandbox.accounts import Account
from sandbox.calls import Answer, Call
from sandbox.pages.layout import public_page
from sandbox.pages.markup import Markup, element
from sandbox.platforms.xiaohongshu import accounts, grants
from sandbox.platforms.xiaohongshu.errors import TOKEN_INVALID, WRONG_PARAMETER, refusal
from sandbox.platforms.xiaohongshu.requests import body_of, success, text_in

HTML = "text/html; charset=utf-8"
FIELDS = ("appId", "scope", "redirectUri", "state")


def authorize(call: Call) -> Answer:
    """/auth on ad-market: GET shows the consent page (or consents by itself, where a tester said so), POST decides."""
    fields = call.fields()
    candidates = accounts.by_app(call.world, fields.get("appId", ""))
    if not candidates:
        raise refusal(WRONG_PARAMETER, "没有这个应用")
    scopes = scopes_in(fields.get("scope", ""))
    if not fields.get("redirectUri", "").startswith(("http://", "https://")):
        raise refusal(WRONG_PARAMETER, "redirectUri 不合法")
    by_itself = next((one for one in candidates if one.credentials["auto_approve"]), None)
    if call.method == "GET" and by_itself is None:
        page = consent_page(candidates, fields, scopes)
        return Answer(200, page, HTML)
    if call.method == "POST" and fields.get("decision") != "allow":
        return redirect(fields, {})
    chosen = by_itself if call.method == "GET" else chosen_in(candidates, fields)
    if chosen is None:
        raise refusal(WRONG_PARAMETER, "没有这个广告账号")
    return redirect(fields, {"auth_code": issue_code(call, chosen, scopes)})


def scopes_in(text: str) -> list[str]:
    """The JSON array of the parameter; refuses unknown scopes with 40010."""
    try:
        scopes = json.loads(text or "[]")
    except ValueError as error:
        raise refusal(WRONG_PARAMETER, "scope 不是 JSON 数组") from error
    if not isinstance(scopes, list) or not scopes or not set(scopes) <= set(grants.SCOPES):
        raise refusal(WRONG_PARAMETER, "scope 不合法")
    return [str(scope) for scope in scopes]


def chosen_in(candidates: list[Account], fields: dict[str, str]) -> Account | None:
    return next((one for one in candidates if one.key == fields.get("account")), None)


def redirect(fields: dict[str, str], parameters: dict[str, str]) -> Answer:
    if fields.get("state"):
        parameters["state"] = fields["state"]
    address = fields["redirectUri"]
    joined = f"{address}{'&' if '?' in address else '?'}{urlencode(parameters)}"
    return Answer(302, b"", HTML, {"location": joined})


def issue_code(call: Call, account: Account, scopes: list[str]) -> str:
    code = call.ids.hexadecimal(32)
    seconds = call.world.setting(account, "code_seconds")
    row = {"code": code, "account": account.key, "scopes": json.dumps(scopes)}
    call.world.store.insert("xiaohongshu_code", row | {"expires_at": call.service_at + seconds})
    return code


def consent_page(candidates: list[Account], fields: dict[str, str], scopes: list[str]) -> bytes:
    hidden = [
        element("input", {"type": "hidden", "name": name, "value": fields.get(name, "")}) for name in FIELDS
    ]
    section = element(
        "section",
        None,
        element("h1", None, "聚光平台授权"),
        element("p", {"class": "soft"}, f"应用 {fields['appId']} 申请：{'、'.join(scopes)}"),
        element(
            "form",
            {"method": "post", "action": "auth"},
            hidden,
            element("p", None, element("label", None, "广告账号", choices(candidates))),
            element("button", {"name": "decision", "value": "allow"}, "同意授权"),
            " ",
            element("button", {"class": "plain", "name": "decision", "value": "deny"}, "取消"),
        ),
    )
    return bytes(public_page("聚光平台授权", section, notice="沙盒中的聚光平台").body)


def choices(candidates: list[Account]) -> Markup:
    shown = [
        element("option", {"value": one.key}, f"{one.name}（{one.credentials['advertiser_id']}）")
        for one in candidates
    ]
    return element("select", {"name": "account"}, shown)


def access_token(call: Call) -> dict[str, Any]:
    """POST /oauth2/access_token"""
    body = body_of(call)
    check_app(call, body)
    row = call.world.store.one("SELECT * FROM xiaohongshu_code WHERE code = ?", text_in(body, "auth_code"))
    account = call.world.accounts.by_key.get(row["account"]) if row is not None else None
    if row is None or account is None or row["used"] or row["expires_at"] <= call.service_at:
        raise refusal(TOKEN_INVALID, "auth_code 无效或已过期")
    if account.credentials["app_id"] != str(body["app_id"]):
        raise refusal(WRONG_PARAMETER, "auth_code 属于另一个应用")
    call.world.store.run("UPDATE xiaohongshu_code SET used = 1 WHERE code = ?", row["code"])
    scopes = json.loads(row["scopes"])
    return success(call, grants.make(call.world, account, scopes, ids=call.ids, at=call.service_at))


def refresh_token(call: Call) -> dict[str, Any]:
    """POST /oauth2/refresh_token"""
    body = body_of(call)
    check_app(call, body)
    return success(call, grants.refresh(call, text_in(body, "refresh_token")))


def check_app(call: Call, body: dict[str, Any]) -> None:
    known = accounts.by_app(call.world, text_in(body, "app_id"))
    if not any(one.credentials["app_secret"] == text_in(body, "secret") for one in known):
        raise refusal(WRONG_PARAMETER, "app_id 或 secret 不正确")
