from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from chaoxin.accounts.roles import RIGHTS

register = template.Library()


@register.filter
def right_names(rights: Sequence[str]) -> str:
    """Rights as people say them."""
    return _("、").join(str(RIGHTS.get(right, right)) for right in rights)


@register.filter
def checkbox(tag: SafeString) -> SafeString:
    """The tag of one box of a CheckboxSelectMultiple, in the product's look."""
    return mark_safe(tag.replace("<input ", '<input class="form-check-input" ', 1))  # noqa: S308 - Django made the tag
