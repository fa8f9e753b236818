"""Characters that a text may not have, because the database cannot hold them."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext as _

from .refusals import Invalid

# The sign of nothing, and half of a surrogate pair.
UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")
LONGEST_SHOWN = 20


def require_keepable(told: Any, *, field: str = "") -> None:
    """Raises Invalid for a text with such a character, and for a list or an object in which there is one, with its
    place behind `field`."""
    if isinstance(told, str):
        if UNKEEPABLE.search(told):
            shown = UNKEEPABLE.sub("�", told)[:LONGEST_SHOWN]
            raise Invalid(_("“%s”里有损坏的字符，存不下来。请删掉重新输入。") % shown, field=field)
    elif isinstance(told, dict):
        for key, value in told.items():
            require_keepable(key, field=field)
            require_keepable(value, field=f"{field}.{key}" if field else str(key))
    elif isinstance(told, list | tuple):
        for at, value in enumerate(told):
            require_keepable(value, field=f"{field}.{at}" if field else str(at))
