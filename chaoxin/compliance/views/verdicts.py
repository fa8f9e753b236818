"""Doors to the verdict log and to letting a verdict pass."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.accounts.roles import RIGHTS, Role
from chaoxin.compliance import access, centre, four_eyes, marking, overriding, pictures, subjects
from chaoxin.compliance.forms import ReasonForm
from chaoxin.compliance.models import Verdict
from chaoxin.core import answers
from chaoxin.core.refusals import Refusal

PER_PAGE = 50
# How far into the queue it is looked for what comes next.
MOST_WAITING = 500


@workspace_door("compliance.read")
def index(request: WorkspaceRequest) -> HttpResponse:
    level, q = request.GET.get("level", ""), request.GET.get("q", "").strip()
    verdicts = access.logged_verdicts_of(request.actor)
    if level in Verdict.Level.values:
        verdicts = verdicts.filter(level=level)
    if level == "overridden":
        verdicts = verdicts.filter(override__isnull=False)
    if q:
        verdicts = verdicts.filter(title__icontains=q)
    page = Paginator(verdicts, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "level": level, "q": q, "levels": Verdict.Level.choices}
    return answers.page(request, "compliance/verdicts.html", context)


@workspace_door("compliance.read")
def show(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    return _page(request, access.verdict_for(request.actor, pk), ReasonForm())


@workspace_door("compliance.override")
@require_POST
def override(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    verdict = access.verdict_for(request.actor, pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, verdict, form, status=422)
    try:
        overriding.override(verdict, by=request.actor, reason=form.cleaned_data["reason"])
    except Refusal as refusal:
        form.add_error("reason", refusal.sentence)
        return _page(request, verdict, form, status=refusal.status)
    answer = answers.go_to(
        request, reverse("compliance:verdict", args=[request.actor.workspace.slug, verdict.pk])
    )
    return answers.toast(answer, _("已放行，理由记入审计。"))


def _page(
    request: WorkspaceRequest, verdict: Verdict, form: ReasonForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "verdict": verdict,
        "findings": [(finding, marking.place_of(finding)) for finding in verdict.worst_first],
        "form": form,
        "following": _following(request, verdict),
        **_by_what(verdict),
        "may_override": request.actor.may(overriding.RIGHT),
        "objection": four_eyes.objection(verdict, by=request.actor, right=overriding.RIGHT),
        **_content(request, verdict),
        "also": access.other_writers_of(verdict),
    }
    return answers.page(request, "compliance/verdict.html", context, status=status)


def _content(request: WorkspaceRequest, verdict: Verdict) -> dict[str, object]:
    """What was judged, with its findings marked, and where it is to be found."""
    exact, held = subjects.judged_by(
        request.actor, verdict.subject_type, verdict.subject_id, verdict.content_hash
    )
    texts = pictures.texts_of(exact.judged) if exact else {}
    return {
        "texts": [
            (
                marking.name_of(field),
                marking.parts(text, [each for each in verdict.worst_first if each.field == field]),
            )
            for field, text in texts.items()
            if text
        ],
        "held": held,
    }


def _following(request: WorkspaceRequest, verdict: Verdict) -> UUID | None:
    """The verdict on the content that comes next in the queue of findings, for those who work it off."""
    if not request.actor.may(overriding.RIGHT):
        return None
    found = centre.search(request.actor, centre.Filters()).values_list("verdict", "content_hash")
    waiting = list(found[:MOST_WAITING])
    here = [at for at, (key, _hash) in enumerate(waiting) if key == verdict.pk]
    after = here[-1] + 1 if here else 0
    in_turn = waiting[after:] + waiting[:after]
    return next((key for key, content_hash in in_turn if content_hash != verdict.content_hash), None)


def _by_what(verdict: Verdict) -> dict[str, object]:
    """The right by which the verdict was let pass, and the role that gave it, as people call them."""
    override = getattr(verdict, "override", None)
    if override is None:
        return {}
    roles = dict(Role.choices)
    return {"by_right": RIGHTS.get(override.right, ""), "by_role": roles.get(override.role, override.role)}
