"""Letting a verdict pass by somebody's word, with his reason."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from chaoxin.accounts import auditing
from chaoxin.accounts.actor import Actor
from chaoxin.accounts.models import Membership
from chaoxin.core import announcing
from chaoxin.core.refusals import Invalid, NotAllowed, Refusal

from . import facts, four_eyes, queueing
from .models import Override, Verdict

SHORTEST_REASON = 4
RIGHT = "compliance.override"


class NothingToOverride(Refusal):
    """The verdict allows the content as it is."""

    code = "nothing_to_override"


def override(verdict: Verdict, *, by: Actor, reason: str) -> Override:
    """Lets the verdict's content out. Repeating it answers the override that stands. Raises Invalid without a
    reason, NotAllowed without the right or, where the verdict blocks, for content that one has written, changed or
    had judged oneself: a block needs four eyes."""
    by.require(RIGHT)
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise Invalid(_("请写明放行的理由（至少 4 个字），它会留在审计记录里。"), field="reason")
    if verdict.level == Verdict.Level.ALLOW:
        raise NothingToOverride(_("这份内容已经通过合规检查，不需要放行。"))
    if by.membership is None:
        raise NotAllowed(_("放行要由一个具体的人负责，系统不能替人放行。"))
    if own := four_eyes.objection(verdict, by=by, right=RIGHT):
        raise NotAllowed(own)
    return _write(verdict, by.membership, by=by, reason=reason)


def _write(verdict: Verdict, member: Membership, *, by: Actor, reason: str) -> Override:
    standing = Override.objects.filter(verdict=verdict).first()
    if standing:
        return standing
    try:
        with transaction.atomic():
            made = Override.objects.create(
                verdict=verdict, by=member, reason=reason, right=RIGHT, role=member.role
            )
            queueing.note_override(verdict, by=member)
            detail = {
                "reason": reason,
                "right": RIGHT,
                "role": member.role,
                "author": str(verdict.author_id or ""),
                "writers": verdict.writers,
                "level": verdict.level,
                "title": verdict.title,
                "content_hash": verdict.content_hash,
                "quoted": [finding["quoted"] for finding in verdict.findings],
            }
            auditing.record("verdict.override", by=by, subject=verdict, detail=detail)
            announcing.announce(facts.OVERRIDDEN, workspace_id=verdict.workspace_id, subject=verdict)
    except IntegrityError:
        return Override.objects.get(verdict=verdict)
    return made
