"""The address at which a platform pushes events: /hooks/<callback key>."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from chaoxin.accounts.doors import public_door
from chaoxin.channels import callbacks
from chaoxin.connectors.values import Webhook, WebhookAnswer
from chaoxin.inbox import routing
from chaoxin.inbox.callers import Caller, caller_of

LARGEST_BODY_BYTES = 1024 * 1024


@csrf_exempt
@public_door("an unguessable address, and the platform's signature on every request")
@require_http_methods(["GET", "POST"])
def hook(request: HttpRequest, key: str) -> HttpResponse:
    caller = caller_of(key, fresh=request.method == "GET")
    if caller is None or int(request.headers.get("Content-Length") or 0) > LARGEST_BODY_BYTES:
        return HttpResponse(status=404)
    webhook = _webhook(request)
    return _verify(caller, webhook) if request.method == "GET" else _take_in(caller, webhook)


def _verify(caller: Caller, webhook: Webhook) -> HttpResponse:
    answer = caller.converse.answer_verification(caller.account, webhook)
    if answer is None:
        return HttpResponse(status=403)
    callbacks.note_received(caller.channel)
    return _http(answer)


def _take_in(caller: Caller, webhook: Webhook) -> HttpResponse:
    # Some platforms verify the address by a POST.
    if answer := caller.converse.answer_verification(caller.account, webhook):
        callbacks.note_received(caller.channel)
        return _http(answer)
    events = caller.converse.parse_webhook(caller.account, webhook)
    if events is None:
        renewed = caller_of(caller.channel.callback_key, fresh=True)
        events = renewed.converse.parse_webhook(renewed.account, webhook) if renewed else None
    if events is None:
        return HttpResponse(status=403)
    routing.take_in(caller, webhook, events)
    return _http(caller.converse.acknowledgement(webhook))


def _webhook(request: HttpRequest) -> Webhook:
    return Webhook(
        method=request.method or "",
        query=request.GET.dict(),
        headers={name.lower(): value for name, value in request.headers.items()},
        body=request.body,
    )


def _http(answer: WebhookAnswer) -> HttpResponse:
    return HttpResponse(answer.body, status=answer.status, content_type=answer.content_type)
