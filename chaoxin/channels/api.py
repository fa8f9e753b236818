"""The REST door of the channels room: platforms, accounts, their register and health. Secrets go in and never
come out."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from ninja import Query, Router, Schema
from ninja.responses import Status

from chaoxin.accounts.api_bodies import Body
from chaoxin.accounts.api_door import ApiRequest, requires
from chaoxin.accounts.api_pages import USUAL_PAGE, paged
from chaoxin.connectors import registry

from . import (
    access,
    callbacks,
    connecting,
    consenting,
    declaring,
    disconnecting,
    health,
    registering,
    shapes,
    showing,
)
from .api_groups import router as groups_router
from .api_renewing import router as renewing_router
from .applications import Application
from .platform_words import told

router = Router()
router.add_router("", groups_router)
router.add_router("", renewing_router)


class ChannelQuery(Schema):
    q: str = ""
    platform: str = ""
    state: str = ""
    group: UUID | None = None


class NewConnection(Body):
    """`fields` are the values of the mode's fields; `again` names an account to connect again, where fields left
    out keep their values."""

    platform: str
    mode: str = "api"
    environment: str = "live"
    name: str = ""
    fields: dict[str, str] = {}
    again: UUID | None = None


class RegisterChange(Body):
    name: str | None = None
    legal_entity: str | None = None
    verification: str | None = None
    verified_until: date | None = None
    owner: UUID | None = None
    backup_admin: UUID | None = None


class SettingsChange(Body):
    spacing_seconds: int | None = None
    late_tolerance_minutes: int | None = None
    lead_minutes: int | None = None
    quota_profile: str | None = None


@router.get("/platforms", summary="平台与接入方式")
@requires("channel.read")
def list_platforms(request: ApiRequest) -> dict[str, Any]:
    """每个平台能做什么、不能做什么、风险，以及接入要填的字段。"""
    items = [shapes.platform(manifest) for manifest in registry.manifests().values()]
    return {"items": items, "total": len(items)}


@router.get("/channels", summary="账号列表")
@requires("channel.read")
def list_channels(
    request: ApiRequest, wanted: Query[ChannelQuery], page: int = 1, page_size: int = USUAL_PAGE
) -> dict[str, Any]:
    """自己能使用的账号，按名称排列。"""
    found = showing.search(
        request.actor, words=wanted.q, platform=wanted.platform, state=wanted.state, group=wanted.group
    )
    answer = paged(found, page=page, page_size=page_size, shape=lambda row: row)
    return answer | {"items": [shapes.channel(card) for card in showing.cards(answer["items"])]}


@router.get("/channels/{uuid:pk}", summary="账号")
@requires("channel.read")
def get_channel(request: ApiRequest, pk: UUID) -> dict[str, Any]:
    """一个账号的健康、期限、额度和登记信息。"""
    return shapes.channel(showing.card(access.channel_for(request.actor, pk)))


@router.get("/channels/{uuid:pk}/callback", summary="回调地址")
@requires("channel.connect")
def show_callback(request: ApiRequest, pk: UUID) -> dict[str, Any]:
    """要填到平台后台的地址（没有推送的平台为空），以及最近一次收到推送的时间。"""
    channel = access.channel_for(request.actor, pk)
    return {"address": callbacks.address_of(channel), "received_at": channel.callback_received_at}


@router.post("/channels", summary="用密钥接入账号", response={201: dict})
@requires("channel.connect")
def connect_channel(request: ApiRequest, data: NewConnection) -> Status[dict[str, Any]]:
    """向平台核对密钥和身份后接入；已接入的账号会更新授权。密钥只写不读。"""
    channel = connecting.connect_with_credentials(_application(request, data), by=request.actor)
    return Status(201, shapes.channel(showing.card(channel)))


@router.post("/channels/consents", summary="开始授权登录", response={201: dict})
@requires("channel.connect")
def begin_consent(request: ApiRequest, data: NewConnection) -> Status[dict[str, Any]]:
    """返回平台授权页的地址；要由发起的成员在已登录本系统的浏览器里打开，20 分钟内有效，只能用一次。"""
    url = consenting.begin_consent(_application(request, data), by=request.actor)
    return Status(201, {"url": url, "return_url": consenting.return_url(request.actor.workspace)})


@router.post("/channels/declarations", summary="登记由人手动发布的账号", response={201: dict})
@requires("channel.connect")
def declare_channel(request: ApiRequest, data: NewConnection) -> Status[dict[str, Any]]:
    """没有接口可授权的账号：只登记是哪个账号，由人发布；已登记的会更新。"""
    channel = declaring.declare(_application(request, data), by=request.actor)
    return Status(201, shapes.channel(showing.card(channel)))


@router.patch("/channels/{uuid:pk}/register", summary="修改账号登记")
@requires("channel.change")
def change_register(request: ApiRequest, pk: UUID, data: RegisterChange) -> dict[str, Any]:
    """只改请求里写明的项；写 null 表示清空。"""
    channel = access.channel_for(request.actor, pk)
    registering.change_register(channel, by=request.actor, changes=data.model_dump(exclude_unset=True))
    return shapes.channel(showing.card(channel))


@router.patch("/channels/{uuid:pk}/settings", summary="修改发布设置")
@requires("channel.change")
def change_settings(request: ApiRequest, pk: UUID, data: SettingsChange) -> dict[str, Any]:
    """只改请求里写明的项。"""
    channel = access.channel_for(request.actor, pk)
    registering.change_settings(channel, by=request.actor, changes=data.model_dump(exclude_unset=True))
    return shapes.channel(showing.card(channel))


@router.post("/channels/{uuid:pk}/checks", summary="核对健康")
@requires("channel.change")
def check_channel(request: ApiRequest, pk: UUID) -> dict[str, Any]:
    """立即向平台核对身份和授权。"""
    channel = access.channel_for(request.actor, pk)
    checked = health.check_health(channel, urgent=True)
    channel.refresh_from_db()
    sound = checked.level == "success"
    return {
        "sound": sound,
        "message": told(checked.sentence),
        "channel": shapes.channel(showing.card(channel)),
    }


@router.post("/channels/{uuid:pk}/disconnection", summary="断开账号")
@requires("channel.connect")
def disconnect_channel(request: ApiRequest, pk: UUID) -> dict[str, Any]:
    """删除保存的授权和密钥；重新授权后可以继续用。"""
    channel = access.channel_for(request.actor, pk)
    said = disconnecting.disconnect(channel, by=request.actor)
    return {"message": said, "channel": shapes.channel(showing.card(channel))}


@router.delete("/channels/{uuid:pk}", summary="移除账号")
@requires("channel.connect")
def remove_channel(request: ApiRequest, pk: UUID) -> dict[str, Any]:
    """删除授权并从列表移除；过去的投放、消息和数据保留。"""
    return {"message": disconnecting.remove(access.channel_for(request.actor, pk), by=request.actor)}


def _application(request: ApiRequest, data: NewConnection) -> Application:
    again = access.channel_for(request.actor, data.again) if data.again else None
    return Application(
        platform=again.platform if again else data.platform,
        mode=again.mode if again else data.mode,
        environment=again.environment if again else data.environment,
        name="" if again else data.name,
        fields=data.fields,
        again=again,
    )
