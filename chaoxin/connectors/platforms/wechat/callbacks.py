"""Which pushes to believe: address verification, plain and encrypted mode."""

from __future__ import annotations

from typing import Any

from chaoxin.connectors.values import Account, Event, Webhook, WebhookAnswer

from . import crypto
from .events import events_of
from .pushes import fields_of

TOKEN, ENCODING_KEY, APP_ID = "callback_token", "encoding_aes_key", "app_id"


def answer_verification(account: Account, webhook: Webhook) -> WebhookAnswer | None:
    """The `echostr` as it came, where the signature is right, else None."""
    echo = webhook.query.get("echostr", "")
    return WebhookAnswer(body=echo) if echo and _is_signed(account, webhook) else None


def parse(account: Account, webhook: Webhook) -> list[Event] | None:
    """The events of a push; None where it is not proven to come from the platform.

    An account with an EncodingAESKey takes encrypted pushes only: the signature of a plain push does not
    cover its body.
    """
    if account.credentials.get(ENCODING_KEY):
        fields = _decrypted(account, webhook)
    else:
        fields = fields_of(webhook.body) or {} if _is_signed(account, webhook) else None
    return None if fields is None else events_of(fields)


def _is_signed(account: Account, webhook: Webhook) -> bool:
    query = webhook.query
    parts = query.get("timestamp", ""), query.get("nonce", "")
    return crypto.is_signed(query.get("signature", ""), account.credentials.get(TOKEN, ""), *parts)


def _decrypted(account: Account, webhook: Webhook) -> dict[str, Any] | None:
    query = webhook.query
    encrypted = (fields_of(webhook.body) or {}).get("Encrypt")
    if not isinstance(encrypted, str):
        return None
    parts = query.get("timestamp", ""), query.get("nonce", ""), encrypted
    if not crypto.is_signed(query.get("msg_signature", ""), account.credentials.get(TOKEN, ""), *parts):
        return None
    try:
        message = crypto.decrypt(
            encrypted,
            encoding_key=account.credentials[ENCODING_KEY],
            app_id=account.credentials.get(APP_ID, ""),
        )
    except crypto.Tampered:
        return None
    return fields_of(message) or {}
