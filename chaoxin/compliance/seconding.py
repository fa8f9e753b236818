"""A second person says of a remembered change as a whole that he stands for it as well, or that it is not to be."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from chaoxin.accounts import auditing
from chaoxin.accounts.actor import Actor
from chaoxin.accounts.models import Membership
from chaoxin.core.refusals import Invalid, NotAllowed, Refusal

from . import rejudging
from .causes import cause
from .models import RulesChange, RulesChangeDecision

RIGHT = "compliance.change"
SHORTEST_REASON = 4
LONGEST_REASON = 1000


class ChangedSince(Refusal):
    """The change is not what the actor has read."""

    code = "changed_since"


class AlreadyConfirmed(Refusal):
    """Two people stand for the change."""

    code = "already_confirmed"


def confirm(change: RulesChange, *, by: Actor, reason: str, edition: str) -> RulesChange:
    """The actor stands for the change beside whoever made it, so that it lets out what not all of them have a hand in;
    contents are judged again. Repeating it is harmless. `edition` is that of the change as the actor has read it.
    Raises NotAllowed for one's own, Invalid without a reason, ChangedSince where somebody has changed more."""
    with transaction.atomic():
        locked, member = _locked(change, by), _member(by)
        if str(member.pk) in locked.makers and locked.decisions.filter(by=member, agreed=True).exists():
            return locked
        _decide(locked, member, by=by, agreed=True, reason=reason, edition=edition)
        locked.makers = sorted([*locked.makers, str(member.pk)])
        locked.save(update_fields=["makers"])
        rejudging.rules_changed(
            by.workspace, by=by, why=cause("change_confirmed", name=member.user.name, change=str(locked.pk))
        )
    return locked


def refuse(change: RulesChange, *, by: Actor, reason: str, edition: str) -> RulesChange:
    """The actor does not stand for the change: what it would let out of its maker's own stays blocked, however long,
    until another confirms it; the rules stay as they are. Repeating it is harmless. Raises as `confirm`, and
    AlreadyConfirmed where a second person stands for it."""
    with transaction.atomic():
        locked, member = _locked(change, by), _member(by)
        said = locked.decisions.filter(created_at__gte=locked.changed_at).last()
        if said and not said.agreed and said.by == member:
            return locked
        if str(member.pk) not in locked.makers and len(locked.makers) > 1:
            raise AlreadyConfirmed(_("已经有同事确认过这次规则调整，不能再退回。要改规则，请到规则包里改。"))
        _decide(locked, member, by=by, agreed=False, reason=reason, edition=edition)
    return locked


def state_of(change: RulesChange) -> str:
    """How far a change of `access.changes_of` is: `open`, `confirmed` or `refused`."""
    if getattr(change, "agreed", None) is False:
        return "refused"
    return "confirmed" if len(change.makers) > 1 else "open"


def objection(change: RulesChange, *, by: Actor) -> str:
    """Why the actor may not decide on the change, as a sentence; "" if he may."""
    if not by.may(RIGHT) or by.membership is None:
        return _("确认规则调整需要“修改审核流程与规则”的权限，请所有者或运营负责人来看。")
    if str(by.membership.pk) not in change.makers:
        return ""
    if len(change.makers) > 1:
        return _("你已经和同事一起确认了这次调整。")
    return _("这是你自己的调整，不能自己确认。请另一位能修改规则的同事来看。")


def _locked(change: RulesChange, by: Actor) -> RulesChange:
    by.require(RIGHT)
    return RulesChange.objects.select_for_update().get(pk=change.pk, workspace=by.workspace)


def _member(by: Actor) -> Membership:
    if by.membership is None:
        raise NotAllowed(_("规则调整要由一个具体的人来确认，系统不能替人确认。"))
    return by.membership


def _decide(
    change: RulesChange, member: Membership, *, by: Actor, agreed: bool, reason: str, edition: str
) -> None:
    if own := objection(change, by=by):
        raise NotAllowed(own)
    said = reason.strip()
    if len(said) < SHORTEST_REASON:
        raise Invalid(_("请写明理由（至少 4 个字），它会留在审计记录里。"), field="reason")
    if edition != change.edition:
        raise ChangedSince(_("你打开之后，这次调整又改过。什么都没有决定：请刷新页面，看过现在的样子再定。"))
    made = RulesChangeDecision.objects.create(
        change=change, by=member, agreed=agreed, reason=said[:LONGEST_REASON]
    )
    detail = {"reason": made.reason, "makers": change.makers, "rules": sorted(change.rules)}
    verb = "rules_change.confirm" if agreed else "rules_change.refuse"
    auditing.record(verb, by=by, subject=change, detail=detail)
