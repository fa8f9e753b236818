"""微信公众号: tokens, drafts, publishing, mass messages, comments, callbacks, messages, followers, statistics."""

from sandbox.platforms.wechat.platform import PLATFORM

__all__ = ["PLATFORM"]
