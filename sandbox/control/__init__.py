"""The control API: JSON under /control, for testers, demos and benchmarks."""
