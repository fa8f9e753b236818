"""What this room tells the rooms above. The subject of every fact is the channel."""

from __future__ import annotations

from chaoxin.core.announcing import define

CHANNEL_CONNECTED = define("channel.connected", "一个账号接入或重新授权了。payload: again（是否重新授权）。")
CHANNEL_BROKEN = define(
    "channel.broken", "一个账号需要人处理，在此之前不能代它发布或回复。payload: sentence。"
)
CHANNEL_EXPIRING = define(
    "channel.expiring", "一个账号的授权 7 天内到期，要有人重新授权。payload: expires_at。"
)
CHANNEL_RECOVERED = define("channel.recovered", "一个需要处理的账号恢复正常了。")
CHANNEL_DISCONNECTED = define("channel.disconnected", "一个账号被断开或移除了。payload: removed。")
