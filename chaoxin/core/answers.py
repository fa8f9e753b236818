"""Answers of pages: whole page first, named partial for htmx, toasts, redirects that both kinds understand."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

Fields = Sequence[tuple[str, str]]


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, partial: str = "", status: int = 200
) -> HttpResponse:
    """The page, or for htmx requests (other than a boosted or history one) its `{% partialdef partial %}`."""
    wants_partial = partial and getattr(request, "htmx", None) and not request.htmx.boosted  # type: ignore[attr-defined]
    name = f"{template}#{partial}" if wants_partial else template
    return render(request, name, dict(context), status=status)


def go_to(request: HttpRequest, url: str) -> HttpResponse:
    """Sends the browser to `url`, over htmx as well."""
    if getattr(request, "htmx", None):
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = url
        return answer
    return redirect(url)


def toast(
    answer: HttpResponse, text: str, *, level: str = "success", undo: tuple[str, Fields] | None = None
) -> HttpResponse:
    """Adds a short message shown over the page (levels success, info, warning, danger) to an htmx answer; with `undo`,
    an address and what to post there, a button in it takes back what was done."""
    detail: dict[str, Any] = {"text": text, "level": level}
    if undo:
        detail["undo"] = {"url": undo[0], "values": undo[1]}
    return trigger(answer, "toast", detail)


def trigger(answer: HttpResponse, event: str, detail: Any = None) -> HttpResponse:
    """Adds a browser event that elements on the page may listen to."""
    events = json.loads(answer["HX-Trigger"]) if answer.has_header("HX-Trigger") else {}
    events[event] = detail
    answer["HX-Trigger"] = json.dumps(events)
    return answer
