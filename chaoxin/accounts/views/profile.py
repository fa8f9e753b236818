from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import override

from chaoxin.accounts import profile
from chaoxin.accounts.doors import signed_in_door
from chaoxin.accounts.forms import ProfileForm


@signed_in_door
def edit(request: Any) -> HttpResponse:
    user = request.user
    form = ProfileForm(
        request.POST or None, initial={"name": user.name, "language": user.language, "theme": user.theme}
    )
    if not form.is_valid():
        return render(request, "accounts/profile.html", {"form": form}, status=422 if form.is_bound else 200)
    profile.change(user, **form.cleaned_data)
    with override(user.language):
        messages.success(request, _("个人资料已保存。"))
    return redirect(request.path)


@signed_in_door
def theme(request: Any) -> HttpResponse:
    if request.method == "POST":
        profile.choose_theme(request.user, theme=request.POST.get("theme", ""))
    if request.htmx:
        return HttpResponse(status=204)
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return redirect(back if safe else settings.LOGIN_REDIRECT_URL)
