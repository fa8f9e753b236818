"""小红书: notes published by hand in its app, the ads API, the share signature, and pushes of leads."""

from sandbox.platforms.xiaohongshu.platform import PLATFORM

__all__ = ["PLATFORM"]
