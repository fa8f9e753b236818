from chaoxin.core import looping

from . import classifying, fetching, folding, sending, timing

looping.register(looping.Loop("inbox.fold", every_seconds=0.7, work=folding.fold_pending))
looping.register(
    looping.Loop("inbox.fetch", every_seconds=2.0, work=fetching.take_turn, threads=2, gives_way=True)
)
looping.register(looping.Loop("inbox.send", every_seconds=0.7, work=sending.take_turn, threads=2))
looping.register(looping.Loop("inbox.breaches", every_seconds=20.0, work=timing.note_breaches))
looping.register(
    looping.Loop("inbox.judge", every_seconds=15.0, work=classifying.judge_waiting, gives_way=True)
)
