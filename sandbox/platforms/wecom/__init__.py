"""企业微信: tokens, media, group-message tasks that members confirm, customers, customer groups, tags, callbacks."""

from sandbox.platforms.wecom.platform import PLATFORM

__all__ = ["PLATFORM"]
