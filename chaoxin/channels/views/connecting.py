from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.channels import (
    access,
    applications,
    connecting,
    consenting,
    declaring,
    health,
    keeping,
    offering,
    wires,
)
from chaoxin.channels.forms import ConnectForm
from chaoxin.channels.models import Channel
from chaoxin.channels.platform_words import platform_name
from chaoxin.connectors import registry
from chaoxin.connectors.manifest import Manifest, Mode
from chaoxin.core import answers
from chaoxin.core.refusals import NotFound, Refusal


@workspace_door("channel.connect")
def platforms(request: WorkspaceRequest) -> HttpResponse:
    return answers.page(request, "channels/platforms.html", {"manifests": registry.manifests().values()})


@workspace_door("channel.connect")
def modes(request: WorkspaceRequest, platform: str) -> HttpResponse:
    manifest = _manifest(platform)
    context = {
        "manifest": manifest,
        "renews": health.platform_renews_by_itself(platform),
        "modes": [(mode, offering.offer_before(manifest, mode)) for mode in manifest.modes],
    }
    return answers.page(request, "channels/modes.html", context)


@workspace_door("channel.connect")
def connect(request: WorkspaceRequest, platform: str, mode: str) -> HttpResponse:
    manifest = _manifest(platform)
    chosen = _mode(manifest, mode)
    return _take_in(request, manifest, chosen, again=None)


@workspace_door("channel.renew")
def reconnect(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    channel = access.channel_for(request.actor, pk)
    keeping.require_renewal(channel, by=request.actor)
    manifest = _manifest(channel.platform)
    return _take_in(request, manifest, _mode(manifest, channel.mode), again=channel)


@workspace_door("channel.renew")
def consent_return(request: WorkspaceRequest) -> HttpResponse:
    try:
        channel = consenting.finish_consent(request.GET.dict(), by=request.actor)
    except Refusal as refusal:
        return render(request, "channels/not_connected.html", {"refusal": refusal}, status=refusal.status)
    return _to_channel(request, channel, _("“%s”已接入，身份核对无误。") % channel.name)


def _take_in(
    request: WorkspaceRequest, manifest: Manifest, mode: Mode, *, again: Channel | None
) -> HttpResponse:
    form = ConnectForm(request.POST or None, mode=mode, again=again)
    if request.method != "POST":
        return render(request, "channels/connect.html", _context(request, manifest, mode, form))
    if not form.is_valid():
        return _refused(request, manifest, mode, form)
    try:
        return _begin(mode)(request, form.application(manifest.key))
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        return _refused(request, manifest, mode, form)


def _begin(mode: Mode) -> Callable[[WorkspaceRequest, applications.Application], HttpResponse]:
    if mode.connects_by == applications.DECLARED:
        return _declare
    return _to_consent if mode.connects_by == "oauth" else _connect_now


def _declare(request: WorkspaceRequest, application: applications.Application) -> HttpResponse:
    channel = declaring.declare(application, by=request.actor)
    said = _("“%s”已登记。平台没有接口可以核对，内容由人在手机上发布，发完把链接贴回来。")
    return _to_channel(request, channel, said % channel.name)


def _connect_now(request: WorkspaceRequest, application: applications.Application) -> HttpResponse:
    channel = connecting.connect_with_credentials(application, by=request.actor)
    return _to_channel(request, channel, _("“%s”已接入，身份核对无误。") % channel.name)


def _to_consent(request: WorkspaceRequest, application: applications.Application) -> HttpResponse:
    url = consenting.begin_consent(application, by=request.actor)
    if request.htmx:
        return answers.go_to(request, url)
    # Browsers refuse to follow a form's redirect to a foreign address here; a link they follow.
    return render(request, "channels/to_consent.html", {"url": url})


def _to_channel(request: WorkspaceRequest, channel: Channel, said: str) -> HttpResponse:
    messages.success(request, said)
    answer = redirect("channels:channel", request.actor.workspace.slug, channel.pk)
    return answers.go_to(request, answer["Location"])


def _refused(request: WorkspaceRequest, manifest: Manifest, mode: Mode, form: ConnectForm) -> HttpResponse:
    # Over htmx the form stays as it is on the page, with what was typed: secrets are never sent back.
    part = "#problems" if request.htmx else ""
    return render(
        request, f"channels/connect.html{part}", _context(request, manifest, mode, form), status=422
    )


def _context(request: WorkspaceRequest, manifest: Manifest, mode: Mode, form: ConnectForm) -> dict[str, Any]:
    return {
        "manifest": manifest,
        "mode": mode,
        "form": form,
        "again": form.again,
        "is_declared": mode.connects_by == applications.DECLARED,
        "offer": offering.offer_before(manifest, mode),
        "return_url": consenting.return_url(request.actor.workspace) if mode.connects_by == "oauth" else "",
        "sandbox_url": settings.SANDBOX_URL if wires.has_sandbox() else "",
    }


def _manifest(platform: str) -> Manifest:
    found = registry.manifests().get(platform)
    if found is None:
        raise NotFound(_("没有这个平台，请从列表里选择。"))
    return found


def _mode(manifest: Manifest, key: str) -> Mode:
    for mode in manifest.modes:
        if mode.key == key:
            return mode
    raise NotFound(_("%s没有这种接入方式，请从列表里选择。") % platform_name(manifest))
