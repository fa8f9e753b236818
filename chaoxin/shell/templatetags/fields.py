"""Form fields in the product's look."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, FileInput, RadioSelect, Select

register = template.Library()


@register.inclusion_tag("shell/parts/field.html")
def field(bound: BoundField, label: str | None = None, help_text: str | None = None) -> dict[str, Any]:
    """A field with label, control, help and errors. `label=""` hides the label (give the widget an aria-label)."""
    return {
        "field": bound,
        "control": bound.as_widget(attrs=_attributes(bound)),
        "label": bound.label if label is None else label,
        "help_text": bound.help_text if help_text is None else help_text,
        "is_checkbox": isinstance(bound.field.widget, CheckboxInput),
    }


def _attributes(bound: BoundField) -> dict[str, str | bool]:
    widget = bound.field.widget
    style = f"{_class_of(widget)} {widget.attrs.get('class', '')}{' is-invalid' if bound.errors else ''}"
    attributes: dict[str, str | bool] = {"class": " ".join(style.split())}
    if bound.errors:
        attributes["aria-invalid"] = "true"
        attributes["aria-describedby"] = f"{bound.auto_id}_error"
    return attributes


def _class_of(widget: object) -> str:
    if isinstance(widget, CheckboxInput | RadioSelect | CheckboxSelectMultiple):
        return "form-check-input"
    if isinstance(widget, Select):
        return "form-select"
    return "form-control" if not isinstance(widget, FileInput) else "form-control form-control-file"
