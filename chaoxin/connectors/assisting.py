"""Publishing by a person's hand: what he needs on the phone, and what the link says that he brings back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn, Protocol

from chaoxin.connectors.wording import said

from .errors import Reconnect
from .values import Identity, Length, Picture, Post, Problem, Video


@dataclass(frozen=True)
class Copy:
    """A text to copy into one field of the platform's form, ready to paste."""

    key: str
    label: str
    text: str


@dataclass(frozen=True)
class Step:
    """A line of the checklist. `required` steps have to be ticked before the link is taken."""

    key: str
    sentence: str
    required: bool = True


@dataclass(frozen=True)
class Package:
    """Everything with which a person publishes a post in the platform's own form.

    `pictures` stand in the order of the form. `declaration` is the label to choose there in the platform's own
    words, "" for none. `app_url` opens the app at its publish page or the app itself, `web_url` the creator centre.
    """

    copies: tuple[Copy, ...]
    pictures: tuple[Picture, ...] = ()
    cover: Picture | None = None
    video: Video | None = None
    declaration: str = ""
    steps: tuple[Step, ...] = ()
    app_url: str = ""
    web_url: str = ""


@dataclass(frozen=True)
class PostedLink:
    """What a pasted link says. `post_id` is "" for a short link, whose target only the platform knows: `resolve`
    asks. `url` is the link without tracking parameters that are not needed to open it. `warning` is a sentence where
    the link may not open for everybody. `unresolved` is a short link that could not be followed when it was pasted."""

    url: str
    post_id: str = ""
    warning: str = ""
    unresolved: bool = False


class Assist(Protocol):
    def declare(self, fields: Mapping[str, str]) -> Identity:
        """The account that a person names by the fields of the `declared` mode; its `external_id` is the same for
        every spelling of the same account. Raises FixContent with a sentence. Makes no call."""

    def check(self, post: Post, settings: Mapping[str, Any]) -> list[Problem]:
        """All problems at once by the limits of the platform's own form, without any call."""

    def lengths(self, post: Post, settings: Mapping[str, Any]) -> list[Length]:
        """How long each counted field is and may be for a channel with these settings, without any call."""

    def package(self, post: Post, settings: Mapping[str, Any]) -> Package:
        """What the person needs, without any call. `post.options["disclosures"]` are the declarations of our
        catalogue; the package names the platform's label for them, or has them in the text."""

    def recognize(self, link: str) -> PostedLink:
        """Reads the text that a person pasted (apps surround their links with words). Raises FixContent with a
        sentence for a link of another platform, of a profile or draft, or for no link. Makes no call."""

    def resolve(self, link: PostedLink) -> PostedLink:
        """The full link behind a short one, by one read; a full link comes back as it is. Raises Wait where the
        platform cannot be reached, FixContent where it leads elsewhere."""


class NoSignIn:
    """The `Connect` part of a platform whose accounts are only declared: there is nothing to sign in to. Whoever
    calls it all the same gets Reconnect."""

    def begin(self, **_asked: object) -> None:
        return None

    def finish(self, **_asked: object) -> NoReturn:
        raise Reconnect(NOTHING_TO_SIGN_IN_TO)

    def renew(self, account: object) -> NoReturn:
        raise Reconnect(NOTHING_TO_SIGN_IN_TO)

    def renews_by_itself(self) -> bool:
        return False

    def revoke(self, account: object) -> None:
        return None

    def identify(self, account: object) -> NoReturn:
        raise Reconnect(NOTHING_TO_SIGN_IN_TO)


NOTHING_TO_SIGN_IN_TO = said(
    "这个平台没有给企业开放接口，账号只是登记在这里，由人在手机上发布，不需要也不能授权。"
)
