"""The only way to verdicts and approval requests for doors: what is not yours is not found."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from chaoxin.accounts.actor import Actor
from chaoxin.accounts.models import Membership
from chaoxin.core.refusals import NotFound

from . import own_changes
from .causes import PACK_CHANGED
from .models import (
    ApprovalRequest,
    BatchCheck,
    CompanyRule,
    Rejudging,
    RulePack,
    RulePackVersion,
    RulesChange,
    Verdict,
)
from .rejudging import NOTABLE


def verdicts_of(actor: Actor) -> QuerySet[Verdict]:
    """Verdicts of the actor's workspace, newest first."""
    return (
        Verdict.objects.filter(workspace=actor.workspace)
        .select_related("override__by__user", "author__user", "asked_by__user", "channel")
        .order_by("-judged_at", "-id")
    )


def logged_verdicts_of(actor: Actor) -> QuerySet[Verdict]:
    """Of these the ones that people look for, without those on texts of drafts that nobody has handed in and that
    were written anew since."""
    return verdicts_of(actor).filter(outdated=False)


def verdict_for(actor: Actor, pk: UUID) -> Verdict:
    """One verdict of the actor's workspace. Raises NotFound."""
    found = verdicts_of(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这条合规结论。它可能属于别的工作区。"))
    return found


def other_writers_of(verdict: Verdict) -> list[str]:
    """The names of those whose work is in the verdict's content beside its author's."""
    others = set(verdict.writers) - {str(verdict.author_id)}
    rows = Membership.objects.filter(pk__in=others)
    return list(rows.order_by("created_at").values_list("user__name", flat=True))


def requests_of(actor: Actor) -> QuerySet[ApprovalRequest]:
    """Approval requests of the actor's workspace, newest first."""
    return (
        ApprovalRequest.objects.filter(workspace=actor.workspace)
        .select_related("workspace", "requested_by__user", "author__user")
        .prefetch_related("decisions__by__user")
        .order_by("-created_at", "-id")
    )


def request_for(actor: Actor, pk: UUID) -> ApprovalRequest:
    """One approval request of the actor's workspace. Raises NotFound."""
    found = requests_of(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这份审核申请。它可能已被删除，或属于别的工作区。"))
    return found


def checks_of(actor: Actor) -> QuerySet[BatchCheck]:
    """Batches that members of the actor's workspace had looked at, newest first."""
    found = BatchCheck.objects.filter(workspace=actor.workspace).select_related("workspace", "asked_by__user")
    return found.order_by("-created_at", "-id")


def check_for(actor: Actor, pk: UUID) -> BatchCheck:
    """One batch of the actor's workspace. Raises NotFound."""
    found = checks_of(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这份检查。检查结果保留 7 天，可能已经到期删除，或属于别的工作区。"))
    return found


def rejudgings_of(actor: Actor) -> QuerySet[Rejudging]:
    """What was judged again in the actor's workspace, newest first."""
    found = Rejudging.objects.filter(workspace=actor.workspace).select_related("workspace", "asked_by__user")
    return found.order_by("-created_at", "-id")


def notable_rejudgings_of(actor: Actor) -> QuerySet[Rejudging]:
    """Of these the ones that people look for, without those that the house has done by itself and found no change."""
    return rejudgings_of(actor).filter(NOTABLE)


def rejudging_by(actor: Actor, pack: RulePack) -> Rejudging | None:
    """The latest that a change of the pack has begun, or one under way that covers it; None where there is none."""
    under_way = Q(state=Rejudging.State.UNDER_WAY, cause__code=PACK_CHANGED)
    return rejudgings_of(actor).filter(Q(cause__pack=str(pack.pk)) | under_way).first()


def rejudging_for(actor: Actor, pk: UUID) -> Rejudging:
    """One of them. Raises NotFound."""
    found = rejudgings_of(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这次重新检查。记录保留 30 天，可能已经到期删除，或属于别的工作区。"))
    return found


def packs_of(actor: Actor) -> QuerySet[RulePack]:
    """Rule packs of the actor's workspace, the strongest first."""
    return RulePack.objects.filter(workspace=actor.workspace).select_related("live", "workspace")


def pack_for(actor: Actor, pk: UUID) -> RulePack:
    """One rule pack of the actor's workspace. Raises NotFound."""
    found = packs_of(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这个规则包。它可能已被删除，或属于别的工作区。"))
    return found


def rule_for(actor: Actor, pk: UUID) -> CompanyRule:
    """One rule of a pack of the actor's workspace. Raises NotFound."""
    found = CompanyRule.objects.filter(pk=pk, pack__workspace=actor.workspace).select_related("pack").first()
    if found is None:
        raise NotFound(_("没有这条规则。它可能已被删除，或属于别的工作区。"))
    return found


def version_for(actor: Actor, pack: UUID, number: int) -> RulePackVersion:
    """A version of a rule pack of the actor's workspace. Raises NotFound."""
    found = RulePackVersion.objects.filter(pack=pack_for(actor, pack), number=number).first()
    if found is None:
        raise NotFound(_("这个规则包没有第 %d 版。") % number)
    return found


def changes_of(actor: Actor) -> QuerySet[RulesChange]:
    """The remembered changes of the actor's workspace, the latest first, with `agreed` as `own_changes.remembered`
    says."""
    found = own_changes.remembered(actor.workspace).select_related("workspace")
    return found.prefetch_related("decisions__by__user").order_by("-changed_at", "-id")


def open_changes_for(actor: Actor) -> int:
    """How many changes wait for a second person's word that the actor may say."""
    if not actor.may("compliance.change") or actor.membership is None:
        return 0
    waiting = own_changes.remembered(actor.workspace).filter(Q(agreed=None))
    makers = waiting.values_list("makers", flat=True)
    return sum(len(one) == 1 and str(actor.membership.pk) not in one for one in makers)


def change_for(actor: Actor, pk: UUID) -> RulesChange:
    """One of these changes. Raises NotFound."""
    found = changes_of(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这次规则调整。没有被退回的调整只记 14 天，可能已经到期，或属于别的工作区。"))
    return found


def names_of(members: Iterable[str]) -> list[str]:
    """The names of members by their ids, those who came first at the front."""
    rows = Membership.objects.filter(pk__in=list(members)).select_related("user").order_by("created_at")
    return [str(row.user) for row in rows]
