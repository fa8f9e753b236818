"""What the control desk works with: the world, its people, and the sender of pushes."""

from dataclasses import dataclass

import httpx

from sandbox.callbacks import Sender
from sandbox.crowd import Crowd
from sandbox.tasks import run_due
from sandbox.world import World


@dataclass(slots=True)
class Desk:
    """`runs` tells whether the background work is going on by itself, as it does in the server."""

    world: World
    crowd: Crowd
    sender: Sender
    callback_transport: httpx.AsyncBaseTransport | None = None
    runs: bool = False

    def catch_up(self) -> int:
        """Do everything that is due by now; answers how many tasks, posts and accounts were touched."""
        return run_due(self.world) + self.crowd.advance()

    async def deliver(self) -> int:
        """Send what waits, unless the background does; answers how many pushes were delivered."""
        return 0 if self.runs else await self.sender.flush()
