"""`chaoxin workspace new`: the first workspace of an installation, with its owner."""

from __future__ import annotations

import getpass
import sys

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email, validate_slug
from django.db import transaction

from chaoxin.accounts import workspaces
from chaoxin.accounts.models import User
from chaoxin.core.refusals import Refusal

from .telling import CannotStart, say


def found(*, name: str, slug: str, email: str, owner_name: str) -> int:
    """Founds a workspace; the owner is made, with a password asked for, unless there is a user of that address.
    Raises CannotStart for input that cannot be taken."""
    try:
        validate_email(email)
        validate_slug(slug)
        with transaction.atomic():
            owner = User.objects.filter(email__iexact=email).first() or _new_user(email, owner_name)
            workspace = workspaces.found(name=name, slug=slug, owner=owner)
    except ValidationError as error:
        raise CannotStart(
            "；".join(error.messages), "That was not accepted; nothing has been changed."
        ) from error
    except Refusal as refusal:
        raise CannotStart(refusal.sentence, "That was not accepted; nothing has been changed.") from refusal
    say(
        f"已建立工作区“{workspace.name}”，所有者 {owner.email}。",
        f"Workspace {slug} stands; owner {owner.email}.",
    )
    return 0


def _new_user(email: str, name: str) -> User:
    password = _ask_password()
    validate_password(password, User(email=email, name=name))
    return User.objects.create_user(email, password, name=name or email.partition("@")[0])


def _ask_password() -> str:
    if sys.stdin.isatty():
        return getpass.getpass("新密码 New password: ")
    return sys.stdin.readline().rstrip("\n")
