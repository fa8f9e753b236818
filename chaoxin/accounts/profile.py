"""What a person sets for himself, in every workspace."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from chaoxin.core.refusals import Invalid

from .models import User

THEMES = ("auto", "light", "dark")


def change(user: User, *, name: str, language: str, theme: str) -> User:
    """Changes the person's own settings. Raises Invalid."""
    if language not in dict(settings.LANGUAGES):
        raise Invalid(_("没有这种界面语言。"), field="language")
    user.name, user.language = name.strip(), language
    user.save(update_fields=["name", "language"])
    return choose_theme(user, theme=theme)


def choose_theme(user: User, *, theme: str) -> User:
    """Sets the person's theme: auto, light or dark. Raises Invalid."""
    if theme not in THEMES:
        raise Invalid(_("没有这种外观。"), field="theme")
    user.theme = theme
    user.save(update_fields=["theme"])
    return user
