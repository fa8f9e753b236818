"""Finding what an actor may see by words."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from chaoxin.accounts.actor import Actor
from chaoxin.shell.models import SearchEntry

from . import grams
from .sources import BY_KIND, SOURCES, Source

EXCERPT_LENGTH = 60


@dataclass(frozen=True)
class Hit:
    """One find; `excerpt` is the stretch of text around the first word, `words` what to mark in it."""

    kind: str
    id: UUID
    title: str
    note: str
    excerpt: str
    url: str
    icon: str


@dataclass(frozen=True)
class Group:
    """Finds of one kind, most recently changed first; `more` says that there are others."""

    kind: str
    label: str | Promise
    hits: list[Hit]
    more: bool


def search(actor: Actor, query: str, *, most: int = 6) -> list[Group]:
    """Up to `most` finds of every kind that the actor may read. A query without a word of two characters finds
    nothing."""
    words = grams.asked_words(query)
    if not words:
        return []
    groups = [_group(actor, source, words, most) for source in SOURCES if actor.may(source.right)]
    return [group for group in groups if group.hits]


def entries(actor: Actor, kind: str, words: list[str]) -> QuerySet[SearchEntry]:
    """Index entries of a kind that hold all words and whose objects the actor may see, newest first."""
    wanted = [pair for word in words for pair in grams.pairs(word)]
    holds = Q()
    for word in words:
        holds &= Q(words__contains=word)
    visible = BY_KIND[kind].visible(actor).order_by().values("pk")
    found = SearchEntry.objects.filter(workspace=actor.workspace, kind=kind, grams__contains=wanted)
    return found.filter(holds, subject_id__in=visible).order_by("-changed_at", "-id")


def _group(actor: Actor, source: Source, words: list[str], most: int) -> Group:
    found = list(entries(actor, source.kind, words)[: most + 1])
    hits = [_hit(actor, source, entry, words) for entry in found[:most]]
    return Group(kind=source.kind, label=source.label, hits=hits, more=len(found) > most)


def _hit(actor: Actor, source: Source, entry: SearchEntry, words: list[str]) -> Hit:
    return Hit(
        kind=entry.kind,
        id=entry.subject_id,
        title=entry.title,
        note=entry.note,
        excerpt=_excerpt(entry, words),
        url=_address(actor, source, entry.subject_id),
        icon=source.icon,
    )


def _excerpt(entry: SearchEntry, words: list[str]) -> str:
    """Text around the first word that title and note do not show, "" when they show all."""
    shown = grams.normalize(f"{entry.title} {entry.note}")
    hidden = next((word for word in words if word not in shown), "")
    text = entry.words.removeprefix(grams.normalize(entry.title)).strip()
    at = max(0, text.find(hidden) - EXCERPT_LENGTH // 3)
    if not hidden:
        return ""
    return (
        f"{'…' if at else ''}{text[at : at + EXCERPT_LENGTH]}{'…' if at + EXCERPT_LENGTH < len(text) else ''}"
    )


def _address(actor: Actor, source: Source, subject_id: UUID) -> str:
    try:
        return reverse(source.url_name, args=[actor.workspace.slug, subject_id])
    except NoReverseMatch:
        return ""
