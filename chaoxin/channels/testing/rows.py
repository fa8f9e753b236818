"""Rows that tests of this room and of the rooms above begin with."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from chaoxin.accounts.models import Workspace
from chaoxin.channels.models import Channel, Grant
from chaoxin.core import clock

SECRETS = {"app_id": "123456", "app_secret": "geheim1geheim1"}


def declared_channel(
    workspace: Workspace,
    *,
    platform: str = "tide",
    external_id: str = "tide-9",
    name: str = "手动发布的号",
    environment: str = Channel.Environment.LIVE,
    settings: dict[str, Any] | None = None,
) -> Channel:
    """A channel that was only declared: people publish on it by hand, it has no grant."""
    return Channel.objects.create(
        workspace=workspace,
        platform=platform,
        mode="assisted",
        environment=environment,
        external_id=external_id,
        name=name,
        settings={"account": external_id, **(settings or {})},
    )


def connected_channel(
    workspace: Workspace,
    *,
    platform: str = "tide",
    external_id: str = "tide-1",
    name: str = "潮信示例号",
    environment: str = Channel.Environment.LIVE,
    credentials: dict[str, str] | None = None,
    settings: dict[str, Any] | None = None,
    token: str = "token-1",
    seconds: int = 7200,
) -> Channel:
    """A sound channel with a grant whose access token is `token` and ends after `seconds`."""
    channel = Channel.objects.create(
        workspace=workspace,
        platform=platform,
        mode="api",
        environment=environment,
        external_id=external_id,
        name=name,
        settings=settings or {},
    )
    Grant.objects.create(
        channel=channel,
        credentials=credentials or SECRETS,
        token={"access_token": token},
        expires_at=clock.now() + timedelta(seconds=seconds),
        renewed_at=clock.now(),
        generation=1,
    )
    return channel
