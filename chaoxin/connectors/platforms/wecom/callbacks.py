"""Which pushes to believe. The platform always encrypts them; there is no plain mode."""

from __future__ import annotations

from typing import Any

from chaoxin.connectors.values import Account, Event, Webhook, WebhookAnswer

from . import crypto
from .events import events_of
from .pushes import fields_of

TOKEN, ENCODING_KEY, CORP_ID = "callback_token", "encoding_aes_key", "corp_id"


def answer_verification(account: Account, webhook: Webhook) -> WebhookAnswer | None:
    """The decrypted `echostr` and nothing else, where its signature is right; else None."""
    message = _opened(account, webhook, webhook.query.get("echostr", ""))
    return None if message is None else WebhookAnswer(body=message.decode("utf-8", "replace"))


def parse(account: Account, webhook: Webhook) -> list[Event] | None:
    """The events of a push; None where it is not proven to come from the platform."""
    fields = fields_of(webhook.body) or {}
    message = _opened(account, webhook, fields.get("Encrypt", ""))
    return None if message is None else events_of(fields_of(message) or {})


def _opened(account: Account, webhook: Webhook, encrypted: Any) -> bytes | None:
    query, keys = webhook.query, account.credentials
    if not isinstance(encrypted, str) or not encrypted:
        return None
    parts = query.get("timestamp", ""), query.get("nonce", ""), encrypted
    if not crypto.is_signed(query.get("msg_signature", ""), keys.get(TOKEN, ""), *parts):
        return None
    try:
        return crypto.opened(
            encrypted, encoding_key=keys.get(ENCODING_KEY, ""), receiver=keys.get(CORP_ID, "")
        )
    except crypto.Tampered:
        return None
