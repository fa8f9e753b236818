from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.channels import access, callbacks, health, keeping, showing
from chaoxin.channels.forms import RegisterForm, SettingsForm
from chaoxin.channels.models import Channel
from chaoxin.channels.platform_words import platform_names, told
from chaoxin.core import answers

PAGE_SIZE = 50


@workspace_door("channel.read")
def index(request: WorkspaceRequest) -> HttpResponse:
    actor = request.actor
    filters = {key: request.GET.get(key, "").strip() for key in ("q", "platform", "state")}
    group = _uuid(request.GET.get("group", ""))
    found = showing.search(
        actor, words=filters["q"], platform=filters["platform"], state=filters["state"], group=group
    )
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        **filters,
        "page": page,
        "cards": showing.cards(list(page)),
        "tabs": _tabs(showing.counts(actor)),
        "group": str(group or ""),
        "groups": access.groups_of(actor),
        "platforms": platform_names(),
        "may_connect": actor.may("channel.connect"),
        "may_change": actor.may("channel.change"),
    }
    return answers.page(request, "channels/channels.html", context, partial="results")


@workspace_door("channel.read")
def detail(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    actor, channel = request.actor, access.channel_for(request.actor, pk)
    context = {
        "channel": channel,
        "card": showing.card(channel),
        "groups": channel.groups.all(),
        "whom_to_ask": showing.whom_to_ask(channel),
        "may_connect": actor.may("channel.connect"),
        "may_renew": keeping.may_renew(channel, actor),
        "may_change": actor.may("channel.change"),
        "register_form": RegisterForm(actor=actor, channel=channel),
        "settings_form": SettingsForm(channel=channel),
        "callback_address": callbacks.address_of(channel) if actor.may("channel.connect") else "",
    }
    return answers.page(request, "channels/channel.html", context)


@workspace_door("channel.connect")
def callback(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    channel = access.channel_for(request.actor, pk)
    context = {"channel": channel, "callback_address": callbacks.address_of(channel)}
    return render(request, "channels/parts/callback.html", context)


@workspace_door("channel.change")
@require_POST
def check(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    channel = access.channel_for(request.actor, pk)
    checked = health.check_health(channel, urgent=True)
    channel.refresh_from_db()
    answer = render(request, "channels/channel.html#health", _health_context(request, channel))
    return answers.toast(answer, told(checked.sentence) or _("已向平台核对，授权有效。"), level=checked.level)


def _health_context(request: WorkspaceRequest, channel: Channel) -> dict[str, object]:
    actor = request.actor
    return {
        "channel": channel,
        "card": showing.card(channel),
        "whom_to_ask": showing.whom_to_ask(channel),
        "may_renew": keeping.may_renew(channel, actor),
        "may_change": actor.may("channel.change"),
    }


def _tabs(counts: dict[str, int]) -> list[tuple[str, str, int]]:
    states = [("", _("全部")), *((str(state.value), str(state.label)) for state in Channel.State)]
    return [(value, label, counts.get(value, 0)) for value, label in states]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
