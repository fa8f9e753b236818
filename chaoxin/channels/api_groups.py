"""The REST door of channel groups and of members limited to them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ninja import Router
from ninja.responses import Status

from chaoxin.accounts.access import member_for
from chaoxin.accounts.api_bodies import Body
from chaoxin.accounts.api_door import ApiRequest, requires
from chaoxin.accounts.api_pages import USUAL_PAGE, paged

from . import access, grouping, shapes

router = Router()


class NewGroup(Body):
    name: str
    channels: list[UUID] = []


class GroupName(Body):
    name: str


class GroupChannels(Body):
    channels: list[UUID]


class MemberLimit(Body):
    """`groups` null lets the member use all channels."""

    groups: list[UUID] | None


@router.get("/channel-groups", summary="账号分组")
@requires("channel.read")
def list_groups(request: ApiRequest, page: int = 1, page_size: int = USUAL_PAGE) -> dict[str, Any]:
    """自己能看到的分组和里面的账号。"""
    found = access.groups_of(request.actor).prefetch_related("channels")
    return paged(found, page=page, page_size=page_size, shape=shapes.group)


@router.post("/channel-groups", summary="新建分组", response={201: dict})
@requires("channel.change")
def create_group(request: ApiRequest, data: NewGroup) -> Status[dict[str, Any]]:
    """可以同时放进账号。"""
    group = grouping.create_group(by=request.actor, name=data.name, channels=data.channels)
    return Status(201, shapes.group(group))


@router.patch("/channel-groups/{uuid:pk}", summary="分组改名")
@requires("channel.change")
def rename_group(request: ApiRequest, pk: UUID, data: GroupName) -> dict[str, Any]:
    """名称在工作区里不能重复。"""
    group = access.group_for(request.actor, pk)
    return shapes.group(grouping.rename_group(group, by=request.actor, name=data.name))


@router.put("/channel-groups/{uuid:pk}/channels", summary="设定分组的账号")
@requires("channel.change")
def fill_group(request: ApiRequest, pk: UUID, data: GroupChannels) -> dict[str, Any]:
    """以这份名单为准。"""
    group = access.group_for(request.actor, pk)
    grouping.set_channels(group, by=request.actor, channels=data.channels)
    return shapes.group(group)


@router.post("/channel-groups/{uuid:pk}/channels", summary="往分组里加账号")
@requires("channel.change")
def assign_channels(request: ApiRequest, pk: UUID, data: GroupChannels) -> dict[str, Any]:
    """原有的账号保留。"""
    group = access.group_for(request.actor, pk)
    grouping.assign_channels(group, by=request.actor, channels=data.channels)
    return shapes.group(group)


@router.delete("/channel-groups/{uuid:pk}", summary="删除分组", response={204: None})
@requires("channel.change")
def delete_group(request: ApiRequest, pk: UUID) -> Status[None]:
    """里面的账号不受影响。"""
    grouping.delete_group(access.group_for(request.actor, pk), by=request.actor)
    return Status(204, None)


@router.put("/members/{uuid:pk}/channel-groups", summary="限制成员可用的账号")
@requires("member.manage")
def limit_member(request: ApiRequest, pk: UUID, data: MemberLimit) -> dict[str, Any]:
    """只能使用这些分组里的账号；groups 写 null 表示可用全部账号。"""
    member = member_for(request.actor, pk)
    if data.groups is None:
        grouping.free_member(member, by=request.actor)
    else:
        grouping.limit_member(member, by=request.actor, groups=data.groups)
    held = member.group_accesses.values_list("group_id", flat=True)
    return {"id": str(member.pk), "all_channels": member.all_channels, "groups": [str(pk) for pk in held]}
