"""What the composer's pages and fragments are made of."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from chaoxin.accounts.actor import Actor
from chaoxin.accounts.doors import WorkspaceRequest
from chaoxin.channels.access import groups_of, publishing_channels_of
from chaoxin.channels.models import Channel, ChannelGroup
from chaoxin.compliance import house_words
from chaoxin.compliance.disclosures import CATALOGUE
from chaoxin.compliance.values import Finding
from chaoxin.connectors import registry
from chaoxin.content import (
    access,
    checking,
    comparing,
    drafting,
    media,
    packing,
    preflight,
    previewing,
    recoding,
    shapes,
    showing_seen,
    states,
    thumbnails,
)
from chaoxin.content.models import Asset, Draft, Variant
from chaoxin.content.showing_seen import Shown
from chaoxin.core.refusals import Refusal

from . import recodings

OWN_FIELDS = ("title", "body", "summary", "link", "pictures")


def context(actor: Actor, draft: Draft, variant: Variant | None) -> dict[str, Any]:
    """Everything that the composer shows of a draft, with the tab of one variant or of the draft itself."""
    variants = list(access.variants_of(actor, draft))
    checks = checking.checks_of(draft, variants)
    current = next((check for check in checks if variant and check.variant.pk == variant.pk), None)
    shown = current or (checks[0] if checks else None)
    opened = current.variant if current else None
    findings = checking.findings_in(draft, opened, variants)
    seen = showing_seen.shown_of(draft, checks)
    seen_first, seen_later = showing_seen.parted(seen, findings)
    return {
        "draft": draft,
        "checks": checks,
        "check": current,
        "variant": opened,
        "form": preflight.format_of(opened.channel, opened.format) if opened else None,
        "source": packing.source_of(opened, draft),
        **found(findings, opened, [current] if current else checks),
        "seen": seen,
        "seen_first": seen_first,
        "seen_later": seen_later,
        "let_through": _let_through(seen, checks),
        "places_seen": [(entry, seen[str(entry.asset_id)]) for entry in draft.places()],
        "film_seen": seen.get(str(draft.video_id)),
        "cover_seen": seen.get(str(draft.video_cover_id)),
        "unsaid": [shown for shown in seen.values() if shown.is_unsaid],
        "unproven": [shown for shown in seen.values() if shown.is_unproven],
        "seeing": any(shown.under_way for shown in seen.values()),
        "reads_writing": showing_seen.reads_writing(),
        "preview": previewing.preview_of(shown.variant, shown.packed, actor.workspace.slug)
        if shown
        else None,
        "preview_check": shown,
        "shapes": shapes.shapes_of(opened) if opened else [],
        "places": draft.places(),
        "film": _film(draft, checks) if draft.video else None,
        "recoding": _recoding(draft, checks) if draft.video else None,
        "provenances": Asset.Provenance.choices,
        "editable": actor.may("draft.write") and draft.state in states.EDITABLE,
        "reading": any(check.reading and not check.cleared for check in checks),
        "blocking": sum(len(check.blocking) + len(check.stops) for check in checks),
    }


def found(
    findings: Sequence[Finding], variant: Variant | None, checks: Sequence[checking.Check] = ()
) -> dict[str, Any]:
    """Findings in texts as the list and the marks beside it need them; `checks` of the texts as they are saved say
    which of them somebody has let through."""
    overrides = [checking.override_of(entry, checks) for entry in findings]
    told = [
        {**entry, "settled": override is not None}
        for entry, override in zip(house_words.findings_told(findings), overrides, strict=True)
    ]
    return {
        "findings": [
            (entry, checking.name_of(entry.field, variant), override)
            for entry, override in zip(findings, overrides, strict=True)
        ],
        "findings_json": json.dumps(told, ensure_ascii=False),
    }


def _let_through(seen: Mapping[str, Shown], checks: Sequence[checking.Check]) -> set[Finding]:
    """The findings in what is shown that somebody has let through."""
    found = {finding for shown in seen.values() for finding in shown.findings}
    return {finding for finding in found if checking.override_of(finding, checks)}


def _film(draft: Draft, checks: list[checking.Check]) -> dict[str, Any]:
    """What the composer shows of the draft's video."""
    video = draft.video
    assert video is not None
    return {
        "video": video,
        "cover": draft.video_cover,
        "moments": thumbnails.moments_of(video),
        "users": [check.variant.channel.name for check in checks if check.packed.content["video"]],
    }


def _recoding(draft: Draft, checks: list[checking.Check]) -> dict[str, Any]:
    assert draft.video is not None
    return recodings.panel_of(
        draft.video, lambda: recoding.troubles_in(found for check in checks for found in check.problems)
    )


def variant_context(actor: Actor, draft: Draft, variant: Variant) -> dict[str, Any]:
    """What only a variant's tab needs: its own fields, forms of post, options, declarations, pictures."""
    form = preflight.format_of(variant.channel, variant.format)
    control = registry.manifest(variant.channel.platform).declaration
    labels = control.labels if control and variant.channel.mode == preflight.BY_HAND else {}
    options = [(entry, variant.options.get(entry.key, entry.default)) for entry in form.options]
    return {
        **{f"own_{name}": getattr(variant, f"own_{name}") is not None for name in OWN_FIELDS},
        **{f"inherits_{name}": getattr(variant, f"own_{name}") is None for name in OWN_FIELDS},
        "forms": preflight.formats_of(variant.channel),
        "switches": [row for row in options if row[0].kind == "switch"],
        "options": [row for row in options if row[0].kind != "switch"],
        "ratios": media.ratios_of(variant),
        "author": variant.options.get("author", ""),
        "link": draft.link if variant.own_link is None else variant.own_link,
        "disclosures": [
            (entry, entry.key in variant.disclosures, labels.get(entry.key, ""))
            for entry in CATALOGUE.values()
        ],
        "declaration": control,
        "chosen": [str(asset.pk) for asset, _alt in media.chosen_pictures(variant)],
    }


def fragments(
    request: WorkspaceRequest, draft: Draft, variant: Variant | None, *, pictures: bool = False
) -> HttpResponse:
    """The parts of the composer that change after a saving; each carries the id of the element it replaces."""
    fresh = access.draft_for(request.actor, draft.pk)
    told = {**context(request.actor, fresh, variant), "with_pictures": pictures}
    return render(request, "content/parts/fragments.html", told)


def conflict(
    request: WorkspaceRequest, draft: Draft, variant: Variant | None, mine: dict[str, str]
) -> HttpResponse:
    """Both texts beside each other; what was typed is still in the page."""
    theirs = packing.source_of(variant, draft)
    labels = {"title": _("标题"), "body": _("正文"), "summary": _("摘要")}
    rows = [
        {"label": labels[name], **_both(theirs[name], drafting.even(name, mine[name]))}
        for name in labels
        if name in mine and drafting.even(name, mine[name]) != theirs[name]
    ]
    last = draft.versions.select_related("by__user").first()
    told = {"draft": draft, "rows": rows, "last": last}
    return render(request, "content/parts/conflict.html", told, status=409)


def _both(old: str, new: str) -> dict[str, list[comparing.Piece]]:
    pieces = comparing.inline(old, new)
    return {
        "old": [piece for piece in pieces if piece.kind != "new"],
        "new": [piece for piece in pieces if piece.kind != "gone"],
    }


def refused(request: WorkspaceRequest, refusal: Refusal) -> HttpResponse:
    """What cannot be saved and why; what was typed is still in the page."""
    return render(request, "content/parts/save_error.html", {"refusal": refusal}, status=422)


def tab_of(request: WorkspaceRequest, draft: Draft) -> Variant | None:
    """The variant whose tab is open according to `?channel=<variant id>`, None for the draft's own."""
    wanted = _tab(request)
    return access.variants_of(request.actor, draft).filter(pk=wanted).first() if wanted else None


def among(request: WorkspaceRequest, variants: Sequence[Variant]) -> Variant | None:
    """As `tab_of`, where the draft's variants are at hand."""
    wanted = _tab(request)
    return next((variant for variant in variants if variant.pk == wanted), None)


def _tab(request: WorkspaceRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("channel", "") or request.POST.get("channel", ""))
    except ValueError:
        return None


def addable_channels(actor: Actor, draft: Draft, *, group: ChannelGroup | None = None) -> list[Channel]:
    """Channels that the draft does not go to yet: all, or those of a group."""
    found = publishing_channels_of(actor).exclude(variants__draft=draft)
    return list(found.filter(groups=group) if group else found)


def addable_groups(actor: Actor, draft: Draft) -> list[tuple[ChannelGroup, int]]:
    """Groups with channels that the draft does not go to yet, and with how many."""
    addable = publishing_channels_of(actor).exclude(variants__draft=draft).filter(groups__isnull=False)
    numbers = Counter(addable.order_by().values_list("groups", flat=True))
    return [(group, numbers[group.pk]) for group in groups_of(actor) if numbers[group.pk]]
