"""Pushes of platforms go straight to their view."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from chaoxin.channels.callbacks import CALLBACK_PATH

from .views.callbacks import hook

Answer = Callable[[HttpRequest], HttpResponseBase]


class PushMiddleware:
    """Stands before everything that pages need and a push does not: session, language, sign-in. A push has its own
    proof, the platform's signature, and by far outnumbers pages."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(CALLBACK_PATH):
            return self.get_response(request)
        return hook(request, request.path_info.removeprefix(CALLBACK_PATH))
