"""抖音: authorization with its two clocks, uploads in parts, publishing, comments, private messages, pushes, data,
sharing into the app, and a phone page for posts finished by hand."""

from sandbox.platforms.douyin.platform import PLATFORM

__all__ = ["PLATFORM"]
