"""What a person is called on every page: the one name that the team sees, whoever gave it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from .models import Identity

ENDING = 6


def stand_in(external_id: str) -> str:
    """A name for somebody of whom a platform tells no name, with the end of his id there to tell him from others."""
    return f"{_('未具名用户')} {external_id[-ENDING:]}"


def shown_name(identity: Identity | None) -> str:
    """The person's name: what the team calls him, else his name on the platform where he was met first."""
    return identity.person.name if identity else _("未具名用户")
