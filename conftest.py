"""Fixtures that every room's tests share."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db.models import Model
from django.db.models.signals import pre_save

from chaoxin.accounts import detail_words
from chaoxin.accounts.testing.cast import Cast, assemble


def pytest_configure() -> None:
    # Real password hashing would take most of the suite's time.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # It lists all static files for every new test client.
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


@pytest.fixture(autouse=True, scope="session")
def _details_of_the_audit_trail_have_words() -> Iterator[None]:
    """Whatever a test makes the audit trail keep can be read by people; a key without a word fails the test."""
    pre_save.connect(_check_words)
    yield
    pre_save.disconnect(_check_words)


def _check_words(sender: type[Model], instance: Any, **_more: Any) -> None:
    if sender._meta.label_lower == "accounts.auditentry":
        detail = json.loads(instance.body)["detail"]
        assert [key for key in detail if not detail_words.is_named(key, instance.verb)] == []
