"""What connectors say, in the language of the reader; they know no language but Chinese."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from chaoxin.connectors import registry
from chaoxin.connectors.assisting import Package
from chaoxin.connectors.manifest import Manifest
from chaoxin.connectors.values import Length
from chaoxin.connectors.wording import Sentence, Value

from . import reading_back


def told(text: str) -> str:
    """A connector's sentence or label in the reader's language, also one that was kept as it was said; as it stands
    where the catalogue has none."""
    if isinstance(text, Sentence):
        words = _(text.template)
        return words % {name: _value(value) for name, value in text.values.items()} if text.values else words
    return reading_back.read_back(text) if text else ""


def platform_name(manifest: Manifest) -> str:
    """What the platform is called in the reader's language."""
    return pgettext("platform", manifest.name)


def platform_names() -> list[tuple[str, str]]:
    """All platforms by key, with what they are called."""
    return [(key, platform_name(manifest)) for key, manifest in registry.manifests().items()]


def metric_name(name: str) -> str:
    """What a platform calls a metric, in the reader's language; "" for ""."""
    return pgettext("metric", name) if name else ""


def package_told(package: Package) -> Package:
    """The package with its labels and steps in the reader's language; texts to paste stay as they are, and so does the
    declaration, which has to be found in the platform's own form."""
    return replace(
        package,
        copies=tuple(replace(copy, label=told(copy.label)) for copy in package.copies),
        steps=tuple(replace(step, sentence=told(step.sentence)) for step in package.steps),
    )


def length_told(length: Length) -> Length:
    """The length with its unit in the reader's language."""
    return replace(length, unit=told(length.unit))


def _value(value: Value) -> str | int:
    if isinstance(value, tuple):
        return _("、").join(value)
    return told(value) if isinstance(value, Sentence) else value
