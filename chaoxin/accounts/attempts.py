"""Limits on how often one address may try something (wrong tokens, invitation links)."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as _

from chaoxin.core.refusals import Refusal


@dataclass(frozen=True)
class Limit:
    """At most `most` counted tries of a kind from one address within `within_seconds`."""

    name: str
    most: int
    within_seconds: int


class TooManyAttempts(Refusal):
    status = 429
    code = "too_many_attempts"


def require_room(limit: Limit, request: HttpRequest) -> None:
    """Raises TooManyAttempts when the address has used up its tries."""
    if int(cache.get(_key(limit, request), 0)) >= limit.most:
        minutes = max(1, limit.within_seconds // 60)
        raise TooManyAttempts(_("尝试次数过多，请 %d 分钟后再试。") % minutes)


def count(limit: Limit, request: HttpRequest) -> None:
    """Notes a try; the count starts anew `within_seconds` after its first."""
    key = _key(limit, request)
    if not cache.add(key, 1, timeout=limit.within_seconds):
        try:
            cache.incr(key)
        except ValueError:
            cache.add(key, 1, timeout=limit.within_seconds)


def _key(limit: Limit, request: HttpRequest) -> str:
    return f"attempts:{limit.name}:{get_adapter().get_client_ip(request)}"
