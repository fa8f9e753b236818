"""What the benchmarks take hold of in the product is still there; they themselves run by hand."""

from bench import killable


def test_every_trap_of_the_killable_worker_is_a_function_of_the_product() -> None:
    for module, name, when, _step in killable.traps():
        assert callable(getattr(module, name)), f"{module.__name__}.{name}"
        assert when in ("before", "after")
