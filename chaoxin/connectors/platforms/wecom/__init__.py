"""WeCom (企业微信) by its own interfaces: messages to customers and customer groups that members confirm."""

from __future__ import annotations

from chaoxin.connectors.contract import Connector
from chaoxin.connectors.http import Wire

from .call import Caller
from .connect import WecomConnect
from .converse import WecomConverse
from .manifest import MANIFEST
from .measure import WecomMeasure
from .publish import WecomPublish
from .stopping import WecomStop


def build(wire: Wire) -> Connector:
    """The connector of WeCom over a wire."""
    caller = Caller(wire)
    return Connector(
        manifest=MANIFEST,
        connect=WecomConnect(caller),
        publish=WecomPublish(caller),
        converse=WecomConverse(caller),
        measure=WecomMeasure(caller),
        stop_pending=WecomStop(caller),
    )
