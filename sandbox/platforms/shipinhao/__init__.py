"""视频号: no API for posts; an app page on which a tester publishes by hand."""

from sandbox.platforms.shipinhao.platform import PLATFORM

__all__ = ["PLATFORM"]
