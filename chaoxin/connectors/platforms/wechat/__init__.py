"""WeChat Official Account (微信公众号) by its own interfaces."""

from __future__ import annotations

from chaoxin.connectors.contract import Connector
from chaoxin.connectors.http import Wire

from .assist import WechatAssist
from .call import Caller
from .connect import WechatConnect
from .converse import WechatConverse
from .manifest import MANIFEST
from .measure import WechatMeasure
from .publish import WechatPublish


def build(wire: Wire) -> Connector:
    """The connector of the WeChat Official Account over a wire."""
    caller = Caller(wire)
    return Connector(
        manifest=MANIFEST,
        connect=WechatConnect(caller),
        publish=WechatPublish(caller),
        converse=WechatConverse(caller),
        measure=WechatMeasure(caller),
        assist=WechatAssist(),
    )
