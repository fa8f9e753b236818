"""Deny by default: a view without a declared door is not entered; refusals become answers. And the language and
time zone in which a person reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.generic import RedirectView

from chaoxin.core import answers, clock
from chaoxin.core.characters import require_keepable
from chaoxin.core.refusals import Refusal

# Whole packages whose views guard themselves: sign-in pages, and the API whose operations each declare a right.
SELF_GUARDED = (
    "allauth.",
    "ninja.",
    "django.views.i18n",
    "django.views.static",
    "django.contrib.staticfiles",
)


# Where a browser's session keeps when it was last noted.
NOTED_AT = "noted_at"
NOTE_EVERY_SECONDS = 300


class DoorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if not door_of(view):
            raise PermissionDenied(f"{view.__module__} declares no door")
        try:
            _require_keepable(request, view)
        except Refusal as refusal:
            return refusal_answer(request, refusal)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return refusal_answer(request, error) if isinstance(error, Refusal) else None


class ReaderMiddleware:
    """Pages speak the signed-in person's language. Times are those of the installation until a workspace's door
    sets its own zone; neither outlives the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            translation.activate(user.language)
            request.LANGUAGE_CODE = user.language
        with timezone.override(settings.TIME_ZONE):
            return self.get_response(request)


class LastSeenMiddleware:
    """Notes when and from where a browser was last seen, for the page of signed-in devices; at most every few
    minutes, since noting it costs several queries."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        session = getattr(request, "session", None)
        if session is not None and session.session_key and request.user.is_authenticated:
            now = clock.now().timestamp()
            if now - session.get(NOTED_AT, 0) >= NOTE_EVERY_SECONDS:
                UserSession.objects.create_from_request(request)
                session[NOTED_AT] = now
        return self.get_response(request)


def door_of(view: Any) -> str:
    """What a view declares about who may enter, "" for nothing."""
    declared = getattr(view, "door", "")
    if declared:
        return str(declared)
    if (
        getattr(view, "view_class", None) is RedirectView
    ):  # shows nothing, and the address it leads to has a door
        return "self-guarded"
    home = getattr(getattr(view, "view_class", view), "__module__", "")
    return "self-guarded" if home.startswith(SELF_GUARDED) else ""


def _require_keepable(request: HttpRequest, view: Any) -> None:
    """What a page is asked or sent goes to the database, whether a form reads it or not. The API says the same in its
    own form."""
    if getattr(view, "__module__", "").startswith("ninja."):
        return
    sent = request.POST if _is_form(request, view) else QueryDict()
    for told in (request.GET, sent):
        for name, values in told.lists():
            require_keepable([name, *values], field=name if name.isprintable() else "")


def _is_form(request: HttpRequest, view: Any) -> bool:
    """Whether the body is a form that may be read here: one with files only where its token was looked for in it."""
    if request.content_type == "multipart/form-data":
        return not getattr(view, "csrf_exempt", False)
    return bool(request.content_type == "application/x-www-form-urlencoded")


def refusal_answer(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A refusal as a toast (htmx), as JSON, or as a page of its own."""
    if getattr(request, "htmx", None):
        answer = HttpResponse(status=refusal.status)
        answer["HX-Reswap"] = "none"
        return answers.toast(answer, refusal.sentence, level="danger")
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"code": refusal.code, "message": refusal.sentence}, status=refusal.status)
    return render(request, "shell/refusal.html", {"refusal": refusal}, status=refusal.status)
