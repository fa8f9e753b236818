"""The address that load balancers, `chaoxin demo` and monitoring ask: does the house stand?"""

from __future__ import annotations

from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from chaoxin.accounts.doors import public_door
from chaoxin.core import heartbeats


@public_door("says only whether the database answers and a worker is alive")
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """`{"ok", "database", "worker"}`; 503 when the database does not answer, and with `?worker` also when no
    worker has given a sign of life in the last 20 s."""
    database, worker = _look()
    found: dict[str, Any] = {"ok": database and worker, "database": database, "worker": worker}
    stands = found["ok"] if "worker" in request.GET else database
    answer = JsonResponse(found, status=200 if stands else 503)
    answer["Cache-Control"] = "no-store"
    return answer


def _look() -> tuple[bool, bool]:
    try:
        return True, heartbeats.alive("worker").exists()
    except DatabaseError:
        return False, False
