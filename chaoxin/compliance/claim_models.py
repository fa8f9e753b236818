"""The model that the gate asks what a sentence claims."""

from __future__ import annotations

import logging
from functools import cache

from chaoxin.zhtext import claims
from chaoxin.zhtext.claims import ClaimJudge
from chaoxin.zhtext.judging import WrongLabels
from chaoxin.zhtext.linear import NotAModel

log = logging.getLogger(__name__)


@cache
def judge() -> ClaimJudge:
    """The judge by the company's own model; where that cannot be read by the one that comes along, so that a wrong file
    lets nothing pass and stops nobody, and the log says so."""
    try:
        return claims.chosen()
    except (NotAModel, WrongLabels, OSError) as error:
        log.warning(
            "%s cannot be used, the shipped model judges: %s: %s",
            claims.VARIABLE,
            type(error).__name__,
            error,
        )
        return claims.shipped()
