"""The page that opens the platform's app, and the addresses from which that app fetches its media.

Neither knows the hand-off's own link: the page may run the platform's script, and the addresses go to the platform.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chaoxin.accounts.doors import public_door
from chaoxin.core.content_policy import policy
from chaoxin.core.refusals import NotFound
from chaoxin.publishing import app_opening, media_addresses, phone_page

from .phone import PRIVATE
from .phone_files import handed_out

P = ParamSpec("P")


def signed_door(
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Admits whoever brings a signed address that has not ended; what it answers is kept out of caches and search
    engines, and the address out of the log."""

    @wraps(view)
    def enter(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            answer = view(request, *args, **kwargs)
        except NotFound as refusal:
            answer = render(request, "publishing/phone/gone.html", {"refusal": refusal}, status=404)
        for name, value in PRIVATE.items():
            answer.headers.setdefault(name, value)
        answer._has_been_logged = True  # type: ignore[attr-defined]
        return answer

    admitted: Callable[..., HttpResponseBase] = public_door(
        "the address is signed, ends by itself, and dies with the hand-off's link"
    )(enter)
    return admitted


@signed_door
@require_safe
def page(request: HttpRequest, token: str) -> HttpResponse:
    handoff = app_opening.read_page(token)
    sheet, package = phone_page.sheet_of(handoff), phone_page.open_package(handoff)
    left = handoff.opening.get("left", [])
    context = {
        "sheet": sheet,
        "opening": handoff.opening,
        "arguments": json.dumps(handoff.opening.get("arguments", {}), ensure_ascii=False),
        "copies": [copy for copy in package.copies if copy.key in left],
        "in_messenger": phone_page.INSIDE_MESSENGER in request.headers.get("User-Agent", ""),
    }
    answer = render(request, "publishing/phone/opening.html", context)
    script = urlsplit(handoff.opening.get("script", ""))
    if script.netloc:
        answer.headers["Content-Security-Policy"] = policy(scripts=f"{script.scheme}://{script.netloc}")
    return answer


@signed_door
@require_safe
def media(request: HttpRequest, token: str, name: str) -> HttpResponseBase:
    handoff, part = media_addresses.read(token)
    package = phone_page.open_package(handoff)
    return handed_out(request, media_addresses.file_of(handoff, package, part))
