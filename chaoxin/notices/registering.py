"""The robots of a workspace: added, changed, tried out, removed. Addresses are written and never shown again."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from chaoxin.accounts import auditing
from chaoxin.accounts.actor import Actor
from chaoxin.channels.models import ChannelGroup
from chaoxin.core import clock, ids
from chaoxin.core.refusals import Invalid, Refusal

from . import dispatching, notifying
from .models import Dispatch, Robot
from .notifying import Words
from .robots import KINDS, is_address

MOST_ROBOTS = 30


@dataclass(frozen=True)
class Entry:
    """What a person types of a robot. An empty address or secret leaves the one there is, where there is one."""

    name: str
    kind: str
    address: str = ""
    secret: str = ""
    group: ChannelGroup | None = None
    in_sandbox: bool = False


@transaction.atomic
def add(entry: Entry, *, by: Actor) -> Robot:
    """A robot for the actor's workspace. Raises Invalid for anything but an official address."""
    by.require("channel.change")
    if Robot.objects.filter(workspace=by.workspace, removed_at=None).count() >= MOST_ROBOTS:
        raise Invalid(_("最多保留 %d 个群机器人，请先删除不用的。") % MOST_ROBOTS)
    robot = Robot(workspace=by.workspace, kind=_kind(entry.kind))
    _fill(robot, entry)
    robot.save(force_insert=True)
    auditing.record("robot.add", by=by, subject=robot, detail=_detail(robot))
    return robot


@transaction.atomic
def change(robot: Robot, entry: Entry, *, by: Actor) -> Robot:
    """Changes a robot; its kind stays. Raises Invalid."""
    by.require("channel.change")
    _fill(robot, entry)
    robot.save(update_fields=["name", "group", "address", "secret", "in_sandbox"])
    auditing.record("robot.change", by=by, subject=robot, detail=_detail(robot))
    return robot


@transaction.atomic
def remove(robot: Robot, *, by: Actor) -> None:
    """Takes a robot away with its address and secret; doing so again changes nothing."""
    by.require("channel.change")
    gone = Robot.objects.filter(pk=robot.pk, removed_at=None).update(
        removed_at=clock.now(), address="", secret=""
    )
    if gone:
        auditing.record("robot.remove", by=by, subject=robot, detail={"name": robot.name})


def try_out(robot: Robot, *, by: Actor) -> Dispatch:
    """Sends a test message now. Raises Refusal with what the service said."""
    by.require("channel.change")
    words = Words(
        _("【测试】潮信的提醒会发到这个群"),
        _("%(who)s 在“%(workspace)s”里点了发送测试。收到就说明接通了。")
        % {"who": by.name, "workspace": by.workspace.name},
    )
    dispatch = notifying.send_to(robot, key=f"robot-test:{ids.new_token()}", words=words)
    dispatch.tries = 1
    dispatching.send(dispatch)
    if dispatch.state != Dispatch.State.SENT:
        # A person looks on: a test that failed is not tried again behind his back.
        Dispatch.objects.filter(pk=dispatch.pk).update(state=Dispatch.State.FAILED)
        raise Refusal(dispatch.sentence)
    return dispatch


def _fill(robot: Robot, entry: Entry) -> None:
    robot.name = entry.name.strip()[:60]
    if not robot.name:
        raise Invalid(_("请给机器人起个名字，写清楚是哪个群。"), field="name")
    address = entry.address.strip() or robot.address or ""
    if not is_address(robot.kind, address):
        raise Invalid(
            _("地址应是%(kind)s的官方地址，像 %(example)s 这样。请到群里复制完整的 Webhook 地址。")
            % {"kind": KINDS[robot.kind].name, "example": KINDS[robot.kind].example},
            field="address",
        )
    if entry.group is not None and entry.group.workspace_id != robot.workspace_id:
        raise Invalid(_("这个账号分组不在工作区里，请重新选择。"), field="group")
    robot.address, robot.group, robot.in_sandbox = address, entry.group, entry.in_sandbox
    robot.secret = (entry.secret.strip() or robot.secret or "") if KINDS[robot.kind].signs else ""


def _kind(key: str) -> str:
    if key not in KINDS:
        raise Invalid(_("没有这种群机器人，请从列表里选。"), field="kind")
    return key


def _detail(robot: Robot) -> dict[str, str]:
    return {"name": robot.name, "kind": robot.kind, "group": str(robot.group or "")}
