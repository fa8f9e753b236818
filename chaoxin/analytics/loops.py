from chaoxin.core import looping, starting

from . import claiming, counting, reading

looping.register(
    looping.Loop("analytics.read", every_seconds=3.0, work=reading.take_turn, threads=2, gives_way=True)
)
looping.register(
    looping.Loop("analytics.count", every_seconds=5.0, work=counting.count_marked, gives_way=True)
)
starting.register(claiming.release_dead_worker)
