from chaoxin.core import looping, starting

from . import intake, licensing, looking_over, recoding_turns, recognition_turns, recognizing, uploads

looping.register(looping.Loop("content.intake", every_seconds=0.5, work=intake.take_turn, gives_way=True))
looping.register(
    looping.Loop("content.sweep_uploads", every_seconds=300.0, work=uploads.sweep, gives_way=True)
)
looping.register(
    looping.Loop(
        "content.recode",
        every_seconds=1.0,
        work=recoding_turns.take_turn_in_the_background,
        gives_way=True,
    )
)
looping.register(
    looping.Loop("content.sweep_recodings", every_seconds=300.0, work=recoding_turns.sweep, gives_way=True)
)
looping.register(
    looping.Loop(
        "content.recognize",
        every_seconds=1.0,
        work=recognition_turns.take_turn_in_the_background,
        gives_way=True,
    )
)
looping.register(
    looping.Loop("content.recognize_used", every_seconds=120.0, work=recognizing.catch_up, gives_way=True)
)
looping.register(
    looping.Loop(
        "content.sweep_recognitions", every_seconds=300.0, work=recognition_turns.sweep, gives_way=True
    )
)
looping.register(
    looping.Loop("content.licences", every_seconds=60.0, work=licensing.tell_ended, gives_way=True)
)
looping.register(
    looping.Loop("content.look_over", every_seconds=10.0, work=looking_over.take_turn, gives_way=True)
)
starting.register(recognition_turns.WORK.release_dead_worker)
starting.register(intake.WORK.release_dead_worker)
starting.register(recoding_turns.WORK.release_dead_worker)
