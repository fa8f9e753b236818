"""Opening a platform's app on a person's phone with a post in it, in the name of the company's own application."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from .values import Post, Submission, Token


@dataclass(frozen=True)
class PublicMedia:
    """Where the media of a post can be fetched by anybody for a while: `pictures` in their order, or `video`."""

    pictures: tuple[str, ...] = ()
    video: str = ""
    cover: str = ""


@dataclass(frozen=True)
class Opening:
    """What opens the app once, good until `serves_until`.

    Either `url` is a link that does it; or `script` is the address of the platform's own script for pages, whose
    function `call` ("object.function") is called with `arguments` by a touch of the person. `reference` names the
    opening when the platform is asked what came of it, "" where it tells nothing. `left` are the keys of the package's
    copies that the app does not take over and the person still has to paste.
    """

    serves_until: datetime
    url: str = ""
    script: str = ""
    call: str = ""
    arguments: Mapping[str, Any] = field(default_factory=dict)
    reference: str = ""
    left: tuple[str, ...] = ()


class OpenApp(Protocol):
    """`credentials` are the values of the mode's fields, those of the application among them; `token` is the last
    answer of `enter`, which the caller keeps for as long as it is good, since asking anew may shorten the old one."""

    keys: tuple[str, ...]
    """The fields of the `declared` mode that name the application; without all of them there is none."""
    pushes_outcome: bool
    """Whether the platform pushes to the application's callback address what a person has published."""

    def enter(self, credentials: Mapping[str, str]) -> Token:
        """A token of the application, by one call. Raises AskPlatform where the platform does not take its keys."""

    def check(self, post: Post) -> str:
        """A sentence where this post cannot go into the app by itself, "" where it can. Makes no call."""

    def open(self, credentials: Mapping[str, str], token: Token, post: Post, media: PublicMedia) -> Opening:
        """What opens the app with the post. Publishes nothing and may be repeated. Raises RenewGrant for a token that
        has died, AskPlatform where the application lacks the right."""

    def outcome(self, credentials: Mapping[str, str], token: Token, reference: str) -> Submission | None:
        """What a person has published from an opening, read from the platform; None while there is nothing, and
        always where it tells nothing."""
