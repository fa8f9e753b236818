from chaoxin.core import looping

from . import dispatching

looping.register(
    looping.Loop("notices.send", every_seconds=2.0, work=dispatching.send_next, threads=2, gives_way=True)
)
