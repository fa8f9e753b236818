from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from chaoxin.accounts import attempts, inviting
from chaoxin.accounts.doors import public_door
from chaoxin.accounts.forms import JoiningForm
from chaoxin.accounts.models import Invitation, Membership, User
from chaoxin.core import answers
from chaoxin.core.refusals import Invalid, NotFound

TEMPLATE = "accounts/join.html"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
WRONG_LINKS = attempts.Limit("invitation", most=20, within_seconds=600)


@public_door("the link's secret is the key; wrong ones are counted")
def join(request: Any, secret: str) -> HttpResponse:
    invitation = _invitation(request, secret)
    if request.user.is_authenticated:
        return _by_user(request, invitation, secret)
    if User.objects.filter(email__iexact=invitation.email).exists():
        return render(request, TEMPLATE, {"invitation": invitation, "must_sign_in": True})
    return _by_newcomer(request, invitation, secret)


def _invitation(request: Any, secret: str) -> Invitation:
    attempts.require_room(WRONG_LINKS, request)
    try:
        return inviting.open_invitation(secret)
    except NotFound:
        attempts.count(WRONG_LINKS, request)
        raise


def _by_user(request: Any, invitation: Invitation, secret: str) -> HttpResponse:
    if request.method != "POST":
        return render(request, TEMPLATE, {"invitation": invitation, "signed_in": True})
    return _welcome(request, inviting.accept(secret, user=request.user))


def _by_newcomer(request: Any, invitation: Invitation, secret: str) -> HttpResponse:
    form = JoiningForm(request.POST or None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, TEMPLATE, {"invitation": invitation, "form": form}, status=status)
    try:
        membership = inviting.join(secret, **form.cleaned_data)
    except Invalid as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return render(request, TEMPLATE, {"invitation": invitation, "form": form}, status=422)
    login(request, membership.user, backend=BACKEND)
    return _welcome(request, membership)


def _welcome(request: Any, membership: Membership) -> HttpResponse:
    messages.success(request, _("欢迎加入“%s”。") % membership.workspace.name)
    return answers.go_to(request, f"/w/{membership.workspace.slug}/")
