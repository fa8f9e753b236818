"""Tests of the sandbox: through its HTTP face, in process unless a test needs a real socket."""
