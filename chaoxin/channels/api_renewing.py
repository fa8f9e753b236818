"""The REST door by which a channel is connected again, by those who may connect accounts and by its keepers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ninja import Router
from ninja.responses import Status

from chaoxin.accounts.api_bodies import Body
from chaoxin.accounts.api_door import ApiRequest, requires

from . import access, connecting, consenting, keeping, shapes, showing
from .applications import Application

router = Router()


class Renewal(Body):
    """`fields` left out keep the values held; secrets go in and never come out."""

    fields: dict[str, str] = {}


@router.post("/channels/{uuid:pk}/reconnection", summary="用密钥重新授权账号")
@requires("channel.renew")
def reconnect_channel(request: ApiRequest, pk: UUID, data: Renewal) -> dict[str, Any]:
    """所有者，以及账号登记的负责人、备用管理员可用；只接受同一个账号。"""
    channel = connecting.connect_with_credentials(_application(request, pk, data), by=request.actor)
    return shapes.channel(showing.card(channel))


@router.post("/channels/{uuid:pk}/consents", summary="开始重新授权登录", response={201: dict})
@requires("channel.renew")
def begin_consent_again(request: ApiRequest, pk: UUID, data: Renewal) -> Status[dict[str, Any]]:
    """返回平台授权页的地址；要由发起的成员在已登录本系统的浏览器里打开，20 分钟内有效，只能用一次。"""
    url = consenting.begin_consent(_application(request, pk, data), by=request.actor)
    return Status(201, {"url": url, "return_url": consenting.return_url(request.actor.workspace)})


def _application(request: ApiRequest, pk: UUID, data: Renewal) -> Application:
    channel = access.channel_for(request.actor, pk)
    keeping.require_renewal(channel, by=request.actor)
    return Application(
        platform=channel.platform,
        mode=channel.mode,
        environment=channel.environment,
        fields=data.fields,
        again=channel,
    )
