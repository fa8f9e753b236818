"""微博: authorization, posting within the narrow rules of ordinary apps, reading, comments, users, 粉丝服务."""

from sandbox.platforms.weibo.platform import PLATFORM

__all__ = ["PLATFORM"]
