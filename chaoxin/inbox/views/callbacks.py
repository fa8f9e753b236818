"""The address at which a platform pushes events: /hooks/<callback key>."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from chaoxin.accounts.doors import public_door
from chaoxin.channels import callbacks
from chaoxin.channels.access import channel_by_callback_key
from chaoxin.channels.grants import account_of
from chaoxin.channels.wires import connector_of
from chaoxin.connectors.contract import unmetered
from chaoxin.connectors.values import Webhook, WebhookAnswer
from chaoxin.inbox import receiving

LARGEST_BODY_BYTES = 1024 * 1024


@csrf_exempt
@public_door("an unguessable address, and the platform's signature on every request")
@require_http_methods(["GET", "POST"])
def hook(request: HttpRequest, key: str) -> HttpResponse:
    channel = channel_by_callback_key(key)
    if channel is None or int(request.headers.get("Content-Length") or 0) > LARGEST_BODY_BYTES:
        return HttpResponse(status=404)
    converse = connector_of(channel.platform, channel.environment, meter=unmetered).converse
    if converse is None:
        return HttpResponse(status=404)
    account, webhook = account_of(channel, channel.grant), _webhook(request)
    if request.method == "GET":
        answer = converse.answer_verification(account, webhook)
        if answer is None:
            return HttpResponse(status=403)
        callbacks.note_received(channel)
        return _http(answer)
    events = converse.parse_webhook(account, webhook)
    if events is None:
        return HttpResponse(status=403)
    receiving.take_in(channel, events)
    callbacks.note_received(channel)
    return _http(converse.acknowledgement())


def _webhook(request: HttpRequest) -> Webhook:
    return Webhook(
        method=request.method or "",
        query=request.GET.dict(),
        headers={name.lower(): value for name, value in request.headers.items()},
        body=request.body,
    )


def _http(answer: WebhookAnswer) -> HttpResponse:
    return HttpResponse(answer.body, status=answer.status, content_type=answer.content_type)
