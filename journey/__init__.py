"""One whole journey through a running installation, over HTTP alone."""
