"""Identifiers that sort by time of making."""

from __future__ import annotations

import secrets
from uuid import UUID

from uuid_utils.compat import uuid7

TOKEN_BYTES = 24


def new_id() -> UUID:
    """A fresh UUIDv7."""
    made: UUID = uuid7()
    return made


def new_token() -> str:
    """A fresh secret for links and callback addresses, 32 URL-safe characters."""
    return secrets.token_urlsafe(TOKEN_BYTES)
