from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.audience import access, describing
from chaoxin.audience.forms import PersonForm
from chaoxin.core import answers

PAGE_SIZE = 50


@workspace_door("audience.read")
def index(request: WorkspaceRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()
    found = access.people_of(request.actor)
    if words:
        found = (
            found.filter(identities__name__icontains=words).distinct()
            | found.filter(name__icontains=words).distinct()
        )
    page = Paginator(found.prefetch_related("identities__channel"), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    return answers.page(request, "audience/people.html", {"page": page, "q": words}, partial="results")


@workspace_door("audience.read")
def detail(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    person = access.person_for(request.actor, pk)
    form = PersonForm(request.POST or None, initial={"name": person.name, "note": person.note})
    status = 200
    if request.method == "POST":
        request.actor.require("audience.change")
        if form.is_valid():
            described = describing.describe(
                person, name=form.cleaned_data["name"], note=form.cleaned_data["note"], by=request.actor
            )
            answer = answers.go_to(
                request, reverse("audience:person", args=[request.actor.workspace.slug, described.pk])
            )
            return answers.toast(answer, _("已保存"))
        status = 422
    context = {
        "person": person,
        "identities": person.identities.select_related("channel").order_by("-last_seen_at"),
        "form": form,
        "can_change": request.actor.may("audience.change"),
    }
    return render(request, "audience/person.html", context, status=status)
