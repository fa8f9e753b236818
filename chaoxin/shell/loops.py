from chaoxin.core import looping

from .searching import indexing

looping.register(looping.Loop(name="search", every_seconds=5, work=indexing.index_changed, gives_way=True))
