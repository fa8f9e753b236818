"""What the REST API says to a method that an address does not take."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed, JsonResponse
from django.utils.translation import gettext as _

ROOT = "/api/v1/"


class ApiMethodMiddleware:
    """Tells in the form of the API's other refusals which methods there are; Ninja answers plain English."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        if not isinstance(answer, HttpResponseNotAllowed) or not request.path.startswith(ROOT):
            return answer
        taken = ", ".join(sorted(answer["Allow"].split(", ")))
        sentence = _("这个地址不接受 %(method)s，可以用：%(taken)s。") % {
            "method": request.method,
            "taken": taken,
        }
        told = {"code": "method_not_allowed", "message": sentence}
        return JsonResponse(
            told, status=405, headers={"Allow": taken}, json_dumps_params={"ensure_ascii": False}
        )
