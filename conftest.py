"""Fixtures that every room's tests share."""

from __future__ import annotations

import pytest
from django.conf import settings

from chaoxin.accounts.testing.cast import Cast, assemble


def pytest_configure() -> None:
    # Real password hashing would take most of the suite's time.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # It lists all static files for every new test client.
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()
