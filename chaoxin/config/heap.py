"""The heap of a serving process: what it holds at its start stays, so the collector need not walk it again and again.

A full collection over the classes, patterns and messages that are loaded at the start takes a tenth of a second and
more, and lands on whoever is just waiting for a page.
"""

from __future__ import annotations

import gc

from django.conf import settings
from django.template.loader import get_template
from django.urls import get_resolver
from django.utils import translation


def settle() -> None:
    """Loads what the first requests would load (addresses, messages, the frame of all pages, the rules by which every
    draft is judged) and sets all objects of this moment aside from collection."""
    # Reads settings when it is imported.
    from chaoxin.compliance import rulebooks

    get_resolver().url_patterns  # noqa: B018
    get_template("shell/base.html")
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            translation.gettext("稿件")
    rulebooks.of_the_house().search(["稿件"])
    gc.collect()
    gc.freeze()
