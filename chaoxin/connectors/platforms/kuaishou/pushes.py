"""Pushes to the application's callback address: the test when it is saved, consents given and withdrawn.

The signature is named by one source only: `kwaisign`, the MD5 of the raw body followed by the application's secret. How
old a push may be is in none; `push_window_seconds` of the settings says it, with room for the three repeats.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import Any

from chaoxin.connectors.values import Account, Event, EventKind, Webhook, WebhookAnswer
from chaoxin.connectors.wording import said

from .limits import adjusted

SIGNATURE = "kwaisign"
TEST, AUTHORIZE, UNAUTHORIZE = "TEST", "AUTHORIZE", "UNAUTHORIZE"
LONGEST_MOMENT = 14
WITHDRAWN = said("账号主人在快手里取消了授权。")


def is_believed(account: Account, webhook: Webhook, *, now: datetime) -> bool:
    """Whether the raw body bears the signature of the application's secret, compared in constant time, and names a
    time near enough."""
    secret = account.credentials.get("app_secret", "")
    given = _header(webhook, SIGNATURE).strip().lower()
    if not secret or not given:
        return False
    made = hashlib.md5(webhook.body + secret.encode(), usedforsecurity=False).hexdigest()
    if not hmac.compare_digest(made.encode(), given.encode()):
        return False
    at = _moment(_parsed(webhook).get("timestamp"))
    return at is not None and abs((now - at).total_seconds()) <= adjusted(
        account.settings, "push_window_seconds"
    )


def is_test(webhook: Webhook) -> bool:
    """Whether a push is the one that is sent when the callback address is saved."""
    return str(_parsed(webhook).get("event") or "").upper() == TEST


def taken(webhook: Webhook) -> WebhookAnswer:
    """The answer that Kuaishou expects: the push's own number back."""
    said = {"result": 1, "message_id": str(_parsed(webhook).get("message_id") or "")}
    return WebhookAnswer(body=json.dumps(said), content_type="application/json; charset=utf-8")


def events_of(webhook: Webhook, *, now: datetime) -> list[Event]:
    """What a believed push says; [] for what is of no use."""
    body = _parsed(webhook)
    data = body.get("data")
    open_id = str(data.get("open_id") or "") if isinstance(data, dict) else ""
    event, message_id = str(body.get("event") or "").upper(), str(body.get("message_id") or "")
    if not open_id or not message_id:
        return []
    at = _moment(body.get("timestamp")) or now
    facts: dict[str, Any] = {"event": event}
    if event == UNAUTHORIZE:
        return [
            Event(EventKind.GRANT_REVOKED, message_id, at, text=WITHDRAWN, facts=facts, account_id=open_id)
        ]
    if event == AUTHORIZE:
        scopes = data.get("scope") if isinstance(data, dict) else None
        facts |= {"scopes": scopes if isinstance(scopes, list) else []}
        return [Event(EventKind.OTHER, message_id, at, facts=facts, account_id=open_id)]
    return []


def _header(webhook: Webhook, name: str) -> str:
    return next((value for key, value in webhook.headers.items() if key.lower() == name), "")


def _moment(value: Any) -> datetime | None:
    """A moment in milliseconds, as a number or as text."""
    text = str(value)
    if not text.isdecimal() or len(text) > LONGEST_MOMENT:
        return None
    return datetime.fromtimestamp(int(text) / 1000, UTC)


def _parsed(webhook: Webhook) -> dict[str, Any]:
    try:
        found = json.loads(webhook.body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
