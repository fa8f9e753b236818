"""HTML pages of the sandbox: the control desk and what the public sees."""
