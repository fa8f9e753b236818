from . import announcing, looping

looping.register(
    looping.Loop(name="facts", every_seconds=0.5, work=announcing.dispatch_pending, threads=2, gives_way=True)
)
