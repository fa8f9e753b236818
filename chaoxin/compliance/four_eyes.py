"""A block needs four eyes: nobody lets out alone what he has written, changed, brought a picture of or had judged."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from chaoxin.accounts.access import members_of
from chaoxin.accounts.actor import Actor
from chaoxin.accounts.models import Membership, Workspace
from chaoxin.accounts.roles import Role, rights_of

from .models import QueuedFinding, Verdict
from .values import WEIGHT, Finding, JudgedContent, Severity

BLOCKS = WEIGHT[Severity.BLOCK]


def writers_of(
    judged: JudgedContent, findings: Iterable[Finding], *, told: Iterable[str], author: Membership | None
) -> list[str]:
    """Ids of the members whose work a content is: its author, those `told`, and whoever brought a picture or video
    that is itself blocked."""
    blocked = {found.media for found in findings if found.media and found.severity == Severity.BLOCK}
    brought = {media.brought_by for media in judged.pictures if media.key in blocked and media.brought_by}
    return sorted({*told, *brought, *([str(author.pk)] if author else [])})


def parties(workspace: Workspace, content_hashes: Collection[str]) -> Mapping[str, set[str]]:
    """By content hash the ids of those who wrote exactly this content or had it judged. What lets a content out
    does so wherever it stands, so that all who hold it count."""
    found: dict[str, set[str]] = {content_hash: set() for content_hash in content_hashes}
    rows = Verdict.objects.filter(workspace=workspace, content_hash__in=set(content_hashes))
    for content_hash, writers, *asked in rows.values_list("content_hash", "writers", "author", "asked_by"):
        found[content_hash] |= {*writers, *(str(key) for key in asked if key)}
    return found


def objection(verdict: Verdict, *, by: Actor, right: str) -> str:
    """Why the actor may not let out what blocks, since he wrote it or had it judged, and what to do; "" if he may."""
    if verdict.level != Verdict.Level.BLOCK or by.membership is None:
        return ""
    hands = parties(verdict.workspace, [verdict.content_hash])[verdict.content_hash]
    if str(by.membership.pk) not in hands:
        return ""
    return _(
        "你写过、改过或提交过这份被拦截的内容，不能自己放行：作者和提交人之外要有第二个人看过。"
    ) + who_else(by.workspace, right, besides=hands)


def own_among(rows: Iterable[QueuedFinding], *, by: Actor) -> tuple[list[QueuedFinding], set[str]]:
    """Those of the findings that block a content which the actor wrote or had judged, and the ids of all who did."""
    if by.membership is None:
        return [], set()
    key = str(by.membership.pk)
    blocking = list({row.pk: row for row in rows if row.weight >= BLOCKS}.values())
    hands = parties(by.workspace, {row.content_hash for row in blocking})
    own = [row for row in blocking if key in hands[row.content_hash]]
    return own, set().union(*(hands[row.content_hash] for row in own))


def who_else(workspace: Workspace, right: str, *, besides: Collection[str]) -> str:
    """The sentence that says who can do it instead: a colleague with the right, or how to come by one."""
    if others_with(workspace, right, besides=besides):
        return _("请另一位有权限的同事查看后处理，或改掉被拦截的地方再提交。")
    names = _("、").join(str(role.label) for role in Role if right in rights_of(role))
    return _(
        "现在工作区里没有别的同事能处理。请所有者在“成员”里邀请一位同事，或把一位没有写过它的同事换成这些角色之一：%s；"
        "也可以改掉被拦截的地方再提交。"
    ) % (names)


def others_with(workspace: Workspace, right: str, *, besides: Collection[str]) -> bool:
    """Whether any current member but these has the right."""
    roles = [role for role in Role if right in rights_of(role)]
    able = members_of(workspace).filter(role__in=roles, user__is_active=True)
    return able.exclude(pk__in=list(besides)).exists()


def blocks_of(member: Membership) -> QuerySet[QueuedFinding]:
    """What is blocked in contents that the member wrote or had judged."""
    own = Q(verdict__author=member) | Q(verdict__asked_by=member)
    own |= Q(verdict__writers__contains=[str(member.pk)])
    return QueuedFinding.objects.filter(own, workspace=member.workspace_id, weight=BLOCKS)
