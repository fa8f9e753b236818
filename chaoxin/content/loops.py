from chaoxin.core import looping, starting

from . import intake, uploads

looping.register(looping.Loop("content.intake", every_seconds=0.5, work=intake.take_turn, gives_way=True))
looping.register(
    looping.Loop("content.sweep_uploads", every_seconds=300.0, work=uploads.sweep, gives_way=True)
)
starting.register(intake.release_dead_worker)
