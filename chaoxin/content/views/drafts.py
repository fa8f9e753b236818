"""Doors to drafts: the list, the composer, saving, archiving."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chaoxin.accounts.access import members_of
from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.channels.access import channels_of
from chaoxin.content import access, adapting, drafting
from chaoxin.content.forms import DraftForm, NewDraftForm, PlanForm
from chaoxin.content.models import Draft, Variant
from chaoxin.core import answers
from chaoxin.core.refusals import Invalid, Refusal
from chaoxin.goals.access import campaigns_of

from . import composing

PER_PAGE = 50
ROW_FIELDS = ("title", "state", "updated_at", "video_id", "author__user__name", "campaign__name")


@workspace_door("draft.read")
def index(request: WorkspaceRequest) -> HttpResponse:
    actor = request.actor
    context = {
        "page": Paginator(_as_rows(_filtered(request, access.drafts_of(actor))), PER_PAGE).get_page(
            request.GET.get("page")
        ),
        "told": request.GET,
        "states": Draft.State.choices,
        "authors": members_of(actor.workspace),
        "channels": channels_of(actor),
        "campaigns": campaigns_of(actor),
        "is_filtered": any(request.GET.get(name) for name in ("q", "state", "author", "channel", "campaign")),
        "may_write": actor.may("draft.write"),
    }
    return answers.page(request, "content/drafts.html", context)


def _as_rows(drafts: QuerySet[Draft]) -> QuerySet[Draft]:
    """With what a row of the list shows and no more: a page of texts is not needed to name them."""
    variants = Variant.objects.select_related("channel").only("draft_id", "channel__name")
    return (
        drafts.select_related(None)
        .select_related("author__user", "campaign")
        .only(*ROW_FIELDS)
        .prefetch_related(Prefetch("variants", variants), "pictures")
    )


@workspace_door("draft.write")
def create(request: WorkspaceRequest) -> HttpResponse:
    form = NewDraftForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        draft = drafting.create(by=request.actor, title=form.cleaned_data["title"], plan=form.plan())
        for channel in form.cleaned_data["channels"]:
            adapting.add(draft, channel, by=request.actor)
        return answers.go_to(request, address_of(request, draft))
    return answers.page(request, "content/new.html", {"form": form}, status=422 if form.errors else 200)


@workspace_door("draft.read")
def show(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    actor = request.actor
    draft = access.draft_for(actor, pk)
    variant = composing.tab_of(request, draft)
    context = composing.context(actor, draft, variant)
    if context["variant"] is not None:
        context |= composing.variant_context(actor, draft, context["variant"])
    else:
        context["origins"] = Draft.Origin.choices
        context["plan_form"] = PlanForm(actor=actor, plan=drafting.Plan(draft.objective, draft.campaign))
    context["addable"] = composing.addable_channels(actor, draft)
    context["addable_groups"] = composing.addable_groups(actor, draft) if context["addable"] else []
    return answers.page(request, "content/composer.html", context)


@workspace_door("draft.write")
@require_POST
def save(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    draft = access.draft_for(request.actor, pk)
    form = DraftForm(request.POST, actor=request.actor, plan=drafting.Plan(draft.objective, draft.campaign))
    if not form.is_valid():
        return composing.refused(request, Invalid(_("提交的内容不完整，请刷新页面后再试。")))
    number, texts = form.cleaned_data["expected_number"], form.texts()
    try:
        drafting.save(
            draft,
            expected_number=number,
            by=request.actor,
            title=texts["title"],
            body=texts["body"],
            summary=texts["summary"],
            link=texts["link"],
            plan=form.plan(),
            nature=form.said(),
            automatic=True,
        )
    except drafting.Conflict as conflict:
        return composing.conflict(request, conflict.draft, None, texts)
    except Refusal as refusal:
        return composing.refused(request, refusal)
    return composing.fragments(request, draft, None)


@workspace_door("draft.write")
@require_POST
def archive_many(request: WorkspaceRequest) -> HttpResponse:
    kept = []
    for draft in access.drafts_of(request.actor).filter(pk__in=_ids(request)):
        try:
            drafting.archive(draft, by=request.actor)
        except Refusal:
            kept.append(draft.title)
    answer = answers.go_to(request, request.POST.get("back") or _index(request))
    if kept:
        sentence = _("“%(titles)s”正在审核，没有归档。") % {"titles": _("、").join(kept[:3])}
        return answers.toast(answer, sentence, level="warning")
    return answer


@workspace_door("draft.write")
@require_POST
def archive(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    drafting.archive(access.draft_for(request.actor, pk), by=request.actor)
    return answers.go_to(request, _index(request))


@workspace_door("draft.write")
@require_POST
def unarchive(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    draft = drafting.unarchive(access.draft_for(request.actor, pk), by=request.actor)
    return answers.go_to(request, address_of(request, draft))


@workspace_door("draft.write")
@require_POST
def copy(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    made = drafting.copy(access.draft_for(request.actor, pk), by=request.actor)
    return answers.go_to(request, address_of(request, made))


def address_of(request: WorkspaceRequest, draft: Draft) -> str:
    """Where the draft is written."""
    return reverse("content:draft", args=[request.actor.workspace.slug, draft.pk])


def _index(request: WorkspaceRequest) -> str:
    return reverse("content:drafts", args=[request.actor.workspace.slug])


def _ids(request: WorkspaceRequest) -> list[UUID]:
    return [found for text in request.POST.getlist("draft") if (found := _id(text))]


def _filtered(request: WorkspaceRequest, drafts: QuerySet[Draft]) -> QuerySet[Draft]:
    state, q = request.GET.get("state", ""), request.GET.get("q", "").strip()
    if state in Draft.State.values:
        drafts = drafts.filter(state=state)
    elif state != "all":
        drafts = drafts.exclude(state=Draft.State.ARCHIVED)
    for name, column in (("author", "author_id"), ("campaign", "campaign_id")):
        if found := _id(request.GET.get(name, "")):
            drafts = drafts.filter(**{column: found})
    if found := _id(request.GET.get("channel", "")):
        drafts = drafts.filter(variants__channel_id=found).distinct()
    if q:
        drafts = drafts.filter(title__icontains=q) | drafts.filter(body__icontains=q)
    return drafts.order_by("-updated_at", "-id")


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
