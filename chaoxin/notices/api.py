"""The REST door of robots and of what did not arrive."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ninja import Router
from ninja.responses import Status

from chaoxin.accounts.api_bodies import Body
from chaoxin.accounts.api_door import ApiRequest, requires
from chaoxin.accounts.api_pages import USUAL_PAGE, paged
from chaoxin.channels.platform_words import told

from . import access, registering
from .forms import chosen_group
from .models import Dispatch, Robot
from .registering import Entry

router = Router(tags=["notices"])
FAILURES = 100


class NewRobot(Body):
    """`kind` is qyweixin_robot, feishu_robot or dingtalk_robot; `group_id` limits it to the channels of one group."""

    name: str
    kind: str
    address: str
    secret: str = ""
    group_id: UUID | None = None
    in_sandbox: bool = False


class RobotChange(Body):
    """An empty `address` or `secret` leaves the one there is."""

    name: str
    address: str = ""
    secret: str = ""
    group_id: UUID | None = None
    in_sandbox: bool = False


@router.get("/robots", summary="群机器人")
@requires("channel.change")
def list_robots(request: ApiRequest, page: int = 1, page_size: int = USUAL_PAGE) -> dict[str, Any]:
    """地址和密钥只写不读。"""
    return paged(access.robots_of(request.actor), page=page, page_size=page_size, shape=_robot)


@router.post("/robots", summary="添加群机器人", response={201: dict})
@requires("channel.change")
def add_robot(request: ApiRequest, data: NewRobot) -> Status[dict[str, Any]]:
    """只接受企业微信、飞书、钉钉的官方地址。"""
    group = chosen_group(request.actor, data.group_id)
    entry = Entry(data.name, data.kind, data.address, data.secret, group, data.in_sandbox)
    return Status(201, _robot(registering.add(entry, by=request.actor)))


@router.put("/robots/{uuid:pk}", summary="修改群机器人")
@requires("channel.change")
def change_robot(request: ApiRequest, pk: UUID, data: RobotChange) -> dict[str, Any]:
    """类型不能改；换平台请新加一个。"""
    robot, group = access.robot_for(request.actor, pk), chosen_group(request.actor, data.group_id)
    entry = Entry(data.name, robot.kind, data.address, data.secret, group, data.in_sandbox)
    return _robot(registering.change(robot, entry, by=request.actor))


@router.post("/robots/{uuid:pk}/trial", summary="发送测试", response={204: None})
@requires("channel.change")
def try_robot(request: ApiRequest, pk: UUID) -> Status[None]:
    """立刻发一条测试消息；没有送到会写明服务方的答复。"""
    registering.try_out(access.robot_for(request.actor, pk), by=request.actor)
    return Status(204, None)


@router.delete("/robots/{uuid:pk}", summary="删除群机器人", response={204: None})
@requires("channel.change")
def remove_robot(request: ApiRequest, pk: UUID) -> Status[None]:
    """地址和密钥随即删除。"""
    registering.remove(access.robot_for(request.actor, pk), by=request.actor)
    return Status(204, None)


@router.get("/notices/failures", summary="没有送到的提醒")
@requires("channel.change")
def list_failures(request: ApiRequest, page: int = 1, page_size: int = USUAL_PAGE) -> dict[str, Any]:
    """最近没有送到、或正在重试的提醒，新的在前。"""
    found = access.failures_of(request.actor, most=FAILURES)
    return paged(found, page=page, page_size=page_size, shape=_failure)


def _robot(row: Robot) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "name": row.name,
        "kind": row.kind,
        "group_id": str(row.group_id) if row.group_id else None,
        "in_sandbox": row.in_sandbox,
    }


def _failure(row: Dispatch) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "title": row.notice.words["title"],
        "to": str(row.robot or (row.member.user if row.member else "")),
        "state": row.state,
        "tries": row.tries,
        "sentence": told(row.sentence),
        "at": row.created_at,
    }
