"""Pushes as Kuaishou signs them."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from chaoxin.connectors.testing.samples import SAMPLE_TIME, WebhookSample
from chaoxin.connectors.values import EventKind, Webhook

from .cast import APP_ID, APP_SECRET, OPEN_ID


def pushed(event: str, *, at: datetime = SAMPLE_TIME, **data: Any) -> Webhook:
    """A signed push about the account of the tests."""
    said = {
        "app_id": APP_ID,
        "event": event,
        "timestamp": int(at.timestamp() * 1000),
        "message_id": hashlib.md5(event.encode(), usedforsecurity=False).hexdigest(),
        "data": {"open_id": OPEN_ID, **data},
    }
    return signed(json.dumps(said, ensure_ascii=False).encode())


def signed(body: bytes) -> Webhook:
    sign = hashlib.md5(body + APP_SECRET.encode(), usedforsecurity=False).hexdigest()
    return Webhook("POST", {}, {"Content-Type": "application/json", "kwaisign": sign}, body)


def push(event: str, *kinds: EventKind, **data: Any) -> WebhookSample:
    """The same as a sample for the battery."""
    return WebhookSample(event, pushed(event, **data), kinds, signature_header="kwaisign")
