"""Field encryption. Keys come from `CHAOXIN_FIELD_KEYS`, newest first; older keys still open old values."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models


class Undecipherable(Exception):
    """A stored secret was written with a key that is no longer in CHAOXIN_FIELD_KEYS."""


def box() -> MultiFernet:
    """The cipher of this installation. Raises ImproperlyConfigured without a key."""
    return _box(tuple(key for key in settings.FIELD_KEYS if key))


@cache
def _box(keys: tuple[str, ...]) -> MultiFernet:
    if not keys:
        raise ImproperlyConfigured("CHAOXIN_FIELD_KEYS is empty: `chaoxin keys new` prints one.")
    return MultiFernet([Fernet(key) for key in keys])


def new_key() -> str:
    return Fernet.generate_key().decode()


def seal(value: Any) -> str:
    """`value` (anything JSON can hold) as an encrypted text."""
    return box().encrypt(json.dumps(value, ensure_ascii=False).encode()).decode()


def unseal(text: str) -> Any:
    """What was sealed. Raises Undecipherable."""
    try:
        return json.loads(box().decrypt(text.encode()))
    except InvalidToken as error:
        raise Undecipherable(
            "CHAOXIN_FIELD_KEYS 里没有能解开这条密文的密钥。请把旧密钥加回列表末尾。"
        ) from error


class EncryptedJSONField(models.TextField):  # type: ignore[type-arg]
    """A JSON value that stands encrypted in the database; cannot be searched by value."""

    # What the type checker takes the attribute for, in place of TextField's str.
    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        return None if value is None else unseal(value)

    def get_prep_value(self, value: Any) -> str | None:
        return None if value is None else seal(value)

    def to_python(self, value: Any) -> Any:
        return value
