from __future__ import annotations

from uuid import UUID

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.channels import access, registering, showing
from chaoxin.channels.forms import RegisterForm, SettingsForm
from chaoxin.channels.models import Channel
from chaoxin.core import answers
from chaoxin.core.refusals import Invalid


@workspace_door("channel.change")
@require_POST
def change_register(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    channel = access.channel_for(request.actor, pk)
    form = RegisterForm(request.POST, actor=request.actor, channel=channel)
    if form.is_valid():
        try:
            registering.change_register(channel, by=request.actor, changes=form.cleaned_data)
            return answers.toast(_card(request, "register", channel, form), _("登记信息已保存。"))
        except Invalid as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    return _card(request, "register", channel, form, status=422)


@workspace_door("channel.change")
@require_POST
def change_settings(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    channel = access.channel_for(request.actor, pk)
    form = SettingsForm(request.POST, channel=channel)
    if form.is_valid():
        registering.change_settings(channel, by=request.actor, changes=form.cleaned_data)
        return answers.toast(_card(request, "settings", channel, form), _("设置已保存，从下一次发布起生效。"))
    return _card(request, "settings", channel, form, status=422)


def _card(
    request: WorkspaceRequest, name: str, channel: Channel, form: Form, status: int = 200
) -> HttpResponse:
    context = {
        "channel": channel,
        "card": showing.card(channel),
        f"{name}_form": form,
        "may_change": True,
        "open": status != 200,
    }
    return render(request, f"channels/parts/{name}.html", context, status=status)
