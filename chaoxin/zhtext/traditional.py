"""Simplified forms of traditional characters, and of Japanese and regional ones, one to one."""

from __future__ import annotations

from .tables import lines

PAIRS = " ".join(lines("traditional.txt"))
SIMPLIFIED: dict[str, str] = {pair[0]: pair[1] for pair in PAIRS.split()}
