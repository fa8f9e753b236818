"""Deny by default: every address says who may enter."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from chaoxin.accounts.middleware import door_of

# Names the API's address for `reverse`; nobody is let in.
CLOSED = {"api-root"}


def test_every_address_has_a_door() -> None:
    without = [
        address for address, one in _addresses() if not door_of(one.callback) and one.name not in CLOSED
    ]
    assert without == []


def _addresses(resolver: URLResolver | None = None, prefix: str = "/") -> Iterator[tuple[str, URLPattern]]:
    for pattern in (resolver or get_resolver()).url_patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _addresses(pattern, address)
        else:
            yield address, pattern
