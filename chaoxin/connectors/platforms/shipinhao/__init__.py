"""WeChat Channels (视频号): no interface publishes, answers or measures, so people do it by hand."""

from __future__ import annotations

from chaoxin.connectors.assisting import NoSignIn
from chaoxin.connectors.contract import Connector
from chaoxin.connectors.http import Wire

from .assist import ShipinhaoAssist
from .manifest import MANIFEST


def build(wire: Wire) -> Connector:
    """The connector of Channels. It never speaks to the platform."""
    return Connector(manifest=MANIFEST, connect=NoSignIn(), assist=ShipinhaoAssist())
