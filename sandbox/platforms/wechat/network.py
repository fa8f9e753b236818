"""Addresses of the platform's servers and the check of the callback address."""

from typing import Any

from sandbox.calls import Call
from sandbox.platforms.wechat.errors import refusal
from sandbox.platforms.wechat.requests import body_of, text_of

CALLBACK_ADDRESSES = ["127.0.0.1", "::1"]
API_ADDRESSES = ["127.0.0.1"]


def callback_addresses(call: Call) -> dict[str, Any]:
    """GET /cgi-bin/getcallbackip"""
    return {"ip_list": CALLBACK_ADDRESSES}


def api_addresses(call: Call) -> dict[str, Any]:
    """GET /cgi-bin/get_api_domain_ip"""
    return {"ip_list": API_ADDRESSES}


def check_callback(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/callback/check: tells the address without asking it again."""
    body = body_of(call)
    if text_of(body, "action") not in ("dns", "ping", "all"):
        raise refusal(47001, "field action")
    if not call.the_account.callback_url:
        raise refusal(40201)
    return {
        "dns": [{"ip": "127.0.0.1", "real_operator": "UNICOM"}],
        "ping": [{"ip": "127.0.0.1", "from_operator": "UNICOM", "package_loss": "0%", "time": "1.0ms"}],
    }
