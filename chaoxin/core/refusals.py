"""The base of the house's own refusals."""

from __future__ import annotations

from collections.abc import Sequence


class Refusal(Exception):
    """A verb that could not be done. `sentence` is Chinese text for the person who asked: what happened, what it
    means, what to do. `status` is the HTTP status that the doors answer with; `code` is a stable word for callers
    of the API, `errors` tells them in detail (each `field` and `message`) where there is more than one."""

    status = 409
    code = "refused"
    errors: Sequence[dict[str, str]] = ()

    def __init__(self, sentence: str, *, code: str = "", field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code or self.code
        self.field = field


class NotFound(Refusal):
    status = 404
    code = "not_found"


class NotAllowed(Refusal):
    status = 403
    code = "not_allowed"


class TooLarge(Refusal):
    """More was sent than is taken at once."""

    status = 413
    code = "too_large"


class Invalid(Refusal):
    """Input that cannot be taken as it is; `field` names the input where one is at fault."""

    status = 422
    code = "invalid"
