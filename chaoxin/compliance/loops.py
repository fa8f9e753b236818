from chaoxin.core import looping, starting

from . import batch_turns, batches, own_changes, rejudging, rejudging_turns

looping.register(
    looping.Loop("compliance.batches", every_seconds=1.0, work=batch_turns.take_turn, gives_way=True)
)
looping.register(
    looping.Loop("compliance.sweep_batches", every_seconds=300.0, work=batches.sweep, gives_way=True)
)
looping.register(
    looping.Loop("compliance.rejudge", every_seconds=2.0, work=rejudging_turns.take_turn, gives_way=True)
)
looping.register(
    looping.Loop("compliance.watch_house", every_seconds=60.0, work=rejudging.watch_house, gives_way=True)
)
looping.register(
    looping.Loop("compliance.forget_changes", every_seconds=60.0, work=own_changes.forget_old, gives_way=True)
)
looping.register(
    looping.Loop("compliance.sweep_rejudgings", every_seconds=600.0, work=rejudging.sweep, gives_way=True)
)
starting.register(rejudging_turns.WORK.release_dead_worker)
starting.register(batch_turns.WORK.release_dead_worker)
