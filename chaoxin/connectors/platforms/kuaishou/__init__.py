"""Kuaishou (快手): videos by its open platform, videos and picture posts by a person's hand."""

from __future__ import annotations

from chaoxin.connectors.contract import Connector
from chaoxin.connectors.http import Wire

from .assist import KuaishouAssist
from .call import Caller
from .connect import KuaishouConnect
from .converse import KuaishouConverse
from .manifest import MANIFEST
from .measure import KuaishouMeasure
from .publish import KuaishouPublish


def build(wire: Wire) -> Connector:
    """The connector of Kuaishou over a wire."""
    caller = Caller(wire)
    return Connector(
        manifest=MANIFEST,
        connect=KuaishouConnect(caller),
        publish=KuaishouPublish(caller),
        converse=KuaishouConverse(wire),
        measure=KuaishouMeasure(caller),
        assist=KuaishouAssist(wire),
    )
