"""The phone page of a hand-off: no sign-in, the link's secret is the key."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from chaoxin.accounts import attempts
from chaoxin.accounts.attempts import TooManyAttempts
from chaoxin.accounts.doors import public_door
from chaoxin.content import storage
from chaoxin.core.content_policy import policy
from chaoxin.core.refusals import Invalid, NotFound, Refusal
from chaoxin.publishing import app_opening, finishing, handing, handoff_links, phone_page
from chaoxin.publishing.finishing import AnotherLink, Brought
from chaoxin.publishing.models import Handoff

P = ParamSpec("P")
WRONG_LINKS = attempts.Limit("handoff-link", most=30, within_seconds=600)
REPORTS = attempts.Limit("handoff-report", most=60, within_seconds=600)
PRIVATE = {
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Cache-Control": "private, no-store",
}


def phone_door(
    view: Callable[Concatenate[Any, Handoff, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Admits whoever holds the link of a hand-off that serves; wrong links are counted by address. What the view
    answers is kept out of caches, search engines and referrers. No CSRF token: nothing is done in the name of a
    session, and browsers inside of messengers lose cookies."""

    @wraps(view)
    def enter(request: Any, secret: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            attempts.require_room(WRONG_LINKS, request)
            handoff = _opened(request, secret)
            timezone.activate(handoff.delivery.workspace.timezone)
            answer = view(request, handoff, *args, **kwargs)
        except (NotFound, TooManyAttempts) as refusal:
            answer = render(
                request, "publishing/phone/gone.html", {"refusal": refusal}, status=refusal.status
            )
        for name, value in PRIVATE.items():
            answer.headers.setdefault(name, value)
        # Django would write the address of what it refuses, and with it the secret, to the log.
        answer._has_been_logged = True  # type: ignore[attr-defined]
        return answer

    admitted: Callable[..., HttpResponseBase] = csrf_exempt(
        public_door("the secret of the hand-off's link is the key; wrong ones are counted")(enter)
    )
    return admitted


@phone_door
@require_safe
def page(request: Any, handoff: Handoff) -> HttpResponse:
    phone_page.note_seen(handoff)
    return _page(request, handoff)


@phone_door
@require_POST
def bring_back(request: Any, handoff: Handoff) -> HttpResponse:
    actor = _reporting(request, handoff)
    brought = Brought(
        text=request.POST.get("link", ""),
        ticked=request.POST.getlist("step"),
        name=_name(request) if actor.membership is None else "",
        instead=bool(request.POST.get("instead")),
    )
    try:
        _require_name(request, actor)
        finishing.bring_back(handoff, brought, by=actor)
    except TooManyAttempts:
        raise
    except Refusal as refusal:
        return _page(request, handoff, refusal=refusal)
    return _to_page(request)


@phone_door
@require_POST
def hand_back(request: Any, handoff: Handoff) -> HttpResponse:
    actor = _reporting(request, handoff)
    name = _name(request) if actor.membership is None else ""
    try:
        _require_name(request, actor)
        finishing.hand_back(handoff, reason=request.POST.get("reason", ""), by=actor, name=name)
    except Refusal as refusal:
        return _page(request, handoff, refusal=refusal)
    return _to_page(request)


@phone_door
@require_POST
def tick(request: Any, handoff: Handoff) -> HttpResponse:
    finishing.tick(handoff, request.POST.getlist("step"))
    return HttpResponse(status=204)


@phone_door
@require_POST
def open_app(request: Any, handoff: Handoff) -> HttpResponse:
    actor = _reporting(request, handoff)
    try:
        app_opening.open_app(handoff, by=actor)
    except TooManyAttempts:
        raise
    except Refusal as refusal:
        return _page(request, handoff, refusal=refusal)
    token = app_opening.page_token(handoff)
    return HttpResponseRedirect(reverse("handoff-opens", args=[token]), status=303)


def _opened(request: Any, secret: str) -> Handoff:
    try:
        return handoff_links.open_link(secret)
    except NotFound:
        attempts.count(WRONG_LINKS, request)
        raise


def _reporting(request: Any, handoff: Handoff) -> Any:
    """Who reports. A pasted short link makes the house ask the platform, so reports are counted."""
    attempts.require_room(REPORTS, request)
    attempts.count(REPORTS, request)
    return phone_page.actor_at(handoff, request.user)


def _name(request: Any) -> str:
    return str(request.POST.get("name", "")).strip()[: finishing.LONGEST_NAME]


def _require_name(request: Any, actor: Any) -> None:
    if actor.membership is None and not _name(request):
        raise Invalid(_("请写上你的名字，同事才知道是谁发的。"), field="name")


def _page(request: Any, handoff: Handoff, *, refusal: Refusal | None = None) -> HttpResponse:
    actor = phone_page.actor_at(handoff, request.user)
    context = {
        "sheet": phone_page.sheet_of(handoff),
        "way": app_opening.way_of(handoff) if handing.is_open(handoff.delivery) else None,
        "secret": handoff_links.secret_of(handoff),
        "refusal": refusal,
        "another": isinstance(refusal, AnotherLink),
        "typed": request.POST,
        "ticked": request.POST.getlist("step") if refusal else handoff.ticked,
        "member": actor.membership,
        "in_messenger": phone_page.INSIDE_MESSENGER in request.headers.get("User-Agent", ""),
    }
    answer = render(request, "publishing/phone/page.html", context, status=refusal.status if refusal else 200)
    answer.headers["Content-Security-Policy"] = policy(media=storage.files().origin)
    return answer


def _to_page(request: Any) -> HttpResponse:
    return HttpResponseRedirect(
        reverse("handoff", args=[request.resolver_match.kwargs["secret"]]), status=303
    )
