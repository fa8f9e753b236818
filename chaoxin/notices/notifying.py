"""Tell people of something, once: by mail to members, by robots to group chats."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from chaoxin.accounts.models import Membership, Workspace
from chaoxin.core import clock

from .models import Dispatch, Notice, Robot


@dataclass(frozen=True)
class Words:
    """What people read: a line, some more, and where to go."""

    title: str
    text: str
    link: str = ""


def notify(
    workspace: Workspace,
    *,
    key: str,
    words: Words,
    members: Iterable[Membership] = (),
    groups: Iterable[UUID] = (),
    robots: bool = True,
) -> Notice:
    """Writes a notice and where it goes, inside the caller's transaction; the worker sends it. The same `key` again
    answers the notice there is. Robots of the whole workspace hear it and those of the channel groups `groups`."""
    notice, is_new = Notice.objects.get_or_create(
        workspace=workspace,
        key=key,
        defaults={"words": {"title": words.title, "text": words.text, "link": words.link}},
    )
    if is_new:
        _send_to_members(notice, members)
        if robots:
            _send_to_robots(notice, robots_of(workspace, groups))
    return notice


def robots_of(workspace: Workspace, groups: Iterable[UUID] = ()) -> QuerySet[Robot]:
    """The robots that hear of channels in these groups."""
    heard = Q(group=None) | Q(group__in=list(groups))
    return Robot.objects.filter(heard, workspace=workspace, removed_at=None)


def send_to(robot: Robot, *, key: str, words: Words) -> Dispatch:
    """One notice for one robot, whatever it is for."""
    notice = Notice.objects.create(
        workspace=robot.workspace,
        key=key,
        words={"title": words.title, "text": words.text, "link": words.link},
    )
    return Dispatch.objects.create(notice=notice, robot=robot, next_try_at=clock.now())


def _send_to_members(notice: Notice, members: Iterable[Membership]) -> None:
    now = clock.now()
    reachable = {member.pk: member for member in members if member.is_current}
    Dispatch.objects.bulk_create(
        Dispatch(notice=notice, member=member, next_try_at=now) for member in reachable.values()
    )


def _send_to_robots(notice: Notice, robots: Iterable[Robot]) -> None:
    now = clock.now()
    Dispatch.objects.bulk_create(Dispatch(notice=notice, robot=robot, next_try_at=now) for robot in robots)
