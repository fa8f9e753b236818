import os

from chaoxin.core import looping, starting

from . import (
    app_opening,
    claiming,
    commenting,
    completing,
    delivering,
    handing,
    reconciling,
    reminding,
    sweeping,
)

SENDING_THREADS = int(os.environ.get("CHAOXIN_SENDING_THREADS", "8"))
LOOKING_THREADS = int(os.environ.get("CHAOXIN_LOOKING_THREADS", "3"))

looping.register(
    looping.Loop("publishing.send", every_seconds=0.5, work=delivering.take_turn, threads=SENDING_THREADS)
)
looping.register(
    looping.Loop(
        "publishing.look",
        every_seconds=1.0,
        work=reconciling.take_look,
        threads=LOOKING_THREADS,
        gives_way=True,
    )
)
looping.register(looping.Loop("publishing.comment", every_seconds=2.0, work=commenting.take_turn))
looping.register(looping.Loop("publishing.complete", every_seconds=5.0, work=completing.take_turn))
looping.register(looping.Loop("publishing.hand_over", every_seconds=1.0, work=handing.hand_over_due))
looping.register(looping.Loop("publishing.remind", every_seconds=2.0, work=reminding.remind_next))
looping.register(
    looping.Loop("publishing.opened", every_seconds=2.0, work=app_opening.look_for_outcome, gives_way=True)
)
looping.register(looping.Loop("publishing.sweep", every_seconds=3.0, work=sweeping.sweep))
looping.register(looping.Loop("publishing.keep_leases", every_seconds=15.0, work=claiming.keep_leases))
starting.register(claiming.release_dead_worker)
