"""The heap of a serving process: what it holds at its start stays, so the collector need not walk it again and again.

A full collection over the classes, patterns and messages that are loaded at the start takes a tenth of a second and
more, and lands on whoever is just waiting for a page.
"""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connections
from django.template.loader import get_template
from django.template.utils import get_app_template_dirs
from django.urls import get_resolver
from django.utils import translation

from . import environment

# New objects until the youngest are looked through, how many such rounds until those that outlived one are, and how
# many of these until all are. What a request leaves behind dies young; a full round takes a tenth of a second and finds
# next to nothing.
THRESHOLDS = (2_000, 10, 200)


def settle() -> None:
    """Loads what the first requests would load (addresses, messages, our templates, the rules by which every draft is
    judged), sets all objects of this moment aside from collection and lets full collections be rare."""
    # Reads settings when it is imported.
    from chaoxin.compliance import claim_models, rulebooks

    # First, since making it ready takes more than keeping it: what follows fills the gaps.
    rulebooks.of_the_house().search(["稿件"])
    claim_models.judge().find("这是一篇稿件")
    gc.collect()
    get_resolver().reverse_dict  # noqa: B018
    for name in _templates():
        get_template(name)
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            translation.gettext("稿件")
    # Of what is open nothing may be handed on to a process that is forked from this one.
    connections.close_all()
    gc.set_threshold(*THRESHOLDS)
    give_back()
    gc.freeze()


def give_back() -> None:
    """Hands memory that nothing holds any more to the system, where the C library can (glibc): making ready what is
    kept takes some ten MB more than keeping it."""
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim:
        trim(0)


def _templates() -> Iterator[str]:
    """The names of the templates of our rooms."""
    for folder in map(Path, get_app_template_dirs("templates")):
        if folder.is_relative_to(environment.ROOT / "chaoxin"):
            yield from (str(path.relative_to(folder)) for path in folder.rglob("*.*") if path.is_file())
