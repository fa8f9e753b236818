"""What the control desk works with: the world, its people, and the sender of pushes."""

import asyncio
from dataclasses import dataclass

import httpx

from sandbox.callbacks import Sender
from sandbox.crowd import Crowd
from sandbox.tasks import run_due
from sandbox.world import World

PORTION_SECONDS = 0.05


@dataclass(slots=True)
class Desk:
    """`runs` tells whether the background work is going on by itself, as it does in the server."""

    world: World
    crowd: Crowd
    sender: Sender
    callback_transport: httpx.AsyncBaseTransport | None = None
    runs: bool = False

    async def catch_up(self) -> int:
        """Do everything that is due by now, in portions that let other calls through; answers how many tasks, posts and
        accounts were touched."""
        touched = run_due(self.world)
        until = self.world.clock.now()
        while visited := self.crowd.advance(until=until, budget_seconds=PORTION_SECONDS):
            touched += visited
            await asyncio.sleep(0)
        return touched

    async def deliver(self) -> int:
        """Send what waits, unless the background does; answers how many pushes were delivered."""
        return 0 if self.runs else await self.sender.flush()
