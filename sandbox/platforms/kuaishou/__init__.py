"""快手: authorization with a rotating refresh token, upload gateway, publishing with review, reading, a phone app."""

from sandbox.platforms.kuaishou.platform import PLATFORM

__all__ = ["PLATFORM"]
