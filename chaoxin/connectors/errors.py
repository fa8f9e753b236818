"""Errors of the connectors, named by the remedy that they ask for.

ConnectorError
├── RenewGrant       the access token no longer serves; renew it once and try again
├── Reconnect        the authorization is gone; a person has to connect the account again
├── FixContent       the platform refuses this content; a person has to change it
├── Wait             too many calls or the platform is busy; try again at `until`
├── AskPlatform      the account lacks a permission or is restricted; to be settled with the platform
└── OutcomeUnknown   a changing call may or may not have taken effect; look before doing anything else
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar


class ConnectorError(Exception):
    """Something that a platform refused or that could not be asked.

    `sentence` is Chinese text for the person in front of the screen: what happened, what it means, what to do.
    `code` is the platform's own error code as text, empty where there is none.
    `excerpt` is a short piece of the raw answer without secrets, for the attempt log.
    `prepared` is what `Publish.prepare` had finished when it failed, or what is left of it where the platform told a
    `submit` that something is missing; to be handed in at the next try. Else empty.
    """

    remedy: ClassVar[str] = ""

    def __init__(self, sentence: str, *, code: str = "", excerpt: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code
        self.excerpt = excerpt[:2000]
        self.prepared: Mapping[str, Any] = {}


class RenewGrant(ConnectorError):
    remedy = "renew_grant"


class Reconnect(ConnectorError):
    remedy = "reconnect"


class FixContent(ConnectorError):
    remedy = "fix_content"


class Wait(ConnectorError):
    """`until` is an aware UTC time before which a repeat is useless."""

    remedy = "wait"

    def __init__(self, sentence: str, *, until: datetime, code: str = "", excerpt: str = "") -> None:
        super().__init__(sentence, code=code, excerpt=excerpt)
        self.until = until


class AskPlatform(ConnectorError):
    remedy = "ask_platform"


class OutcomeUnknown(ConnectorError):
    """Raised by the wire for a changing call whose answer was lost; never retried by machinery."""

    remedy = "look_up"


REMEDIES: dict[str, type[ConnectorError]] = {
    kind.remedy: kind for kind in (RenewGrant, Reconnect, FixContent, Wait, AskPlatform, OutcomeUnknown)
}
