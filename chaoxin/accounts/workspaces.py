"""Founding workspaces and changing their settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, ExitStack
from zoneinfo import available_timezones

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from chaoxin.core.refusals import Invalid, NotAllowed, Refusal

from . import auditing
from .actor import Actor
from .models import Membership, User, Workspace
from .roles import Role

Guard = Callable[[Actor], AbstractContextManager[None]]
_guards: list[Guard] = []


def guard_industry(guard: Guard) -> Guard:
    """Registers what a room above puts around every change of a workspace's industry, in its transaction: what it
    raises leaves the workspace as it was."""
    if guard not in _guards:
        _guards.append(guard)
    return guard


def may_found(user: User) -> bool:
    """Whether a user may open another workspace: owners of one may, and the installation's administrators."""
    owns = Membership.objects.filter(user=user, left_at=None, role=Role.OWNER)
    return user.is_superuser or owns.exists()


def open_another(*, name: str, slug: str, user: User) -> Workspace:
    """A new workspace owned by a user who already owns one. Raises NotAllowed for others, Invalid for a taken
    address."""
    if not may_found(user):
        raise NotAllowed(_("只有工作区所有者可以新建工作区。需要的话，请联系你的工作区所有者。"))
    return found(name=name, slug=slug, owner=user)


@transaction.atomic
def found(*, name: str, slug: str, owner: User) -> Workspace:
    """A new workspace with its owner; whoever calls has checked that this is allowed. Raises Invalid for a taken
    address."""
    try:
        with transaction.atomic():
            workspace = Workspace.objects.create(name=name.strip(), slug=slug)
    except IntegrityError as error:
        raise Invalid(_("网址标识“%s”已经有人用了，请换一个。") % slug, field="slug") from error
    membership = Membership.objects.create(workspace=workspace, user=owner, role=Role.OWNER)
    by = Actor(workspace=workspace, membership=membership)
    auditing.record("workspace.founded", by=by, subject=workspace, detail={"name": workspace.name})
    return workspace


@transaction.atomic
def change(workspace: Workspace, *, by: Actor, name: str, industry: str, timezone: str) -> Workspace:
    """Changes a workspace's settings. Raises Invalid for an unknown time zone, and what the guards of the industry
    raise."""
    by.require("workspace.change")
    if timezone not in available_timezones():
        raise Invalid(_("没有“%s”这个时区，请从列表里选。") % timezone, field="timezone")
    given = {"name": name.strip(), "industry": industry.strip(), "timezone": timezone}
    before = {field: getattr(workspace, field) for field in given}
    if before == given:
        return workspace
    try:
        with ExitStack() as around:
            for guard in _guards if before["industry"] != given["industry"] else ():
                around.enter_context(guard(by))
            _write(workspace, given)
    except Refusal:
        _set(workspace, before)
        raise
    changes = {field: [before[field], given[field]] for field in given if before[field] != given[field]}
    auditing.record("workspace.changed", by=by, subject=workspace, detail=changes)
    return workspace


def _write(workspace: Workspace, given: Mapping[str, str]) -> None:
    _set(workspace, given)
    workspace.save(update_fields=list(given))


def _set(workspace: Workspace, values: Mapping[str, str]) -> None:
    for field, value in values.items():
        setattr(workspace, field, value)
