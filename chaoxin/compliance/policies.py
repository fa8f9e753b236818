"""How many stages an approval has in a workspace and who may speak at each."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from chaoxin.accounts import auditing
from chaoxin.accounts.actor import Actor
from chaoxin.accounts.models import Workspace
from chaoxin.accounts.roles import Role, rights_of
from chaoxin.core.refusals import Invalid

from .models import ApprovalPolicy

MOST_STAGES = 2
DEFAULT_STAGES = [[str(Role.REVIEWER), str(Role.LEAD), str(Role.OWNER)]]


def policy_of(workspace: Workspace) -> ApprovalPolicy:
    """The workspace's policy; an unsaved one with a single stage where none was set."""
    found = ApprovalPolicy.objects.filter(workspace=workspace).first()
    return found or ApprovalPolicy(workspace=workspace, stages=DEFAULT_STAGES)


def approving_roles() -> list[Role]:
    """Roles that may approve at all."""
    return [role for role in Role if "draft.approve" in rights_of(role)]


def set_policy(*, by: Actor, stages: Sequence[Sequence[str]], author_may_approve: bool) -> ApprovalPolicy:
    """Sets the policy for requests made from now on; open ones keep theirs. Raises Invalid for no or more than two
    stages, an empty stage, or a role that may not approve."""
    by.require("compliance.change")
    cleaned = [list(dict.fromkeys(str(role) for role in stage)) for stage in stages]
    if not 1 <= len(cleaned) <= MOST_STAGES:
        raise Invalid(_("审核要有一级或两级。"), field="stages")
    if not all(cleaned):
        raise Invalid(_("每一级至少要选一个角色，否则没有人能审核。"), field="stages")
    allowed = {str(role) for role in approving_roles()}
    if any(role not in allowed for stage in cleaned for role in stage):
        raise Invalid(_("只能选有审核权限的角色：所有者、运营负责人、审核人。"), field="stages")
    with transaction.atomic():
        policy, _made = ApprovalPolicy.objects.update_or_create(
            workspace=by.workspace, defaults={"stages": cleaned, "author_may_approve": author_may_approve}
        )
        detail = {"stages": cleaned, "author_may_approve": author_may_approve}
        auditing.record("approval_policy.set", by=by, subject=policy, detail=detail)
    return policy
