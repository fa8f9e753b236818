"""Xiaohongshu (小红书): notes published by hand, the ads API, pushes of leads."""

from __future__ import annotations

from chaoxin.connectors.contract import Connector
from chaoxin.connectors.http import Wire

from .assist import XiaohongshuAssist
from .call import Caller
from .connect import XiaohongshuConnect
from .converse import XiaohongshuConverse
from .manifest import MANIFEST
from .measure import XiaohongshuMeasure
from .sharing import XiaohongshuOpenApp


def build(wire: Wire) -> Connector:
    """The connector of Xiaohongshu over a wire. There is no part that publishes: no interface does."""
    caller = Caller(wire)
    return Connector(
        manifest=MANIFEST,
        connect=XiaohongshuConnect(caller),
        converse=XiaohongshuConverse(wire),
        measure=XiaohongshuMeasure(caller),
        assist=XiaohongshuAssist(wire),
        open_app=XiaohongshuOpenApp(wire),
    )
