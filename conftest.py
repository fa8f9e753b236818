"""Fixtures that every room's tests share."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.utils import translation

from chaoxin.accounts import auditing, detail_words
from chaoxin.accounts.models import AuditEntry
from chaoxin.accounts.testing.cast import Cast, assemble


def pytest_configure() -> None:
    # Real password hashing would take most of the suite's time.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # It lists all static files for every new test client.
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]
    # How long an example takes on a busy machine says nothing; a test that hangs ends by pytest-timeout.
    hypothesis.settings.register_profile("untimed", deadline=None)
    hypothesis.settings.load_profile("untimed")


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


@pytest.fixture(autouse=True)
def _the_language_of_a_test_ends_with_it() -> Iterator[None]:
    """A page or an answer that a test read leaves its language behind, since the test client is the same thread."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True, scope="session")
def _details_of_the_audit_trail_have_words() -> Iterator[None]:
    """Whatever a test makes the audit trail keep can be read by people; a key without a word fails the test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(auditing, "line", _checked(auditing.line))
        yield


def _checked(line: Callable[..., AuditEntry]) -> Callable[..., AuditEntry]:
    def made(*arguments: Any, **named: Any) -> AuditEntry:
        entry = line(*arguments, **named)
        detail = json.loads(entry.body)["detail"]
        assert [key for key in detail if not detail_words.is_named(key, entry.verb)] == []
        return entry

    return made
