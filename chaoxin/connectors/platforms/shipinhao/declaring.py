"""Which account a person means: by its 视频号 ID or by its name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from chaoxin.connectors.errors import FixContent
from chaoxin.connectors.values import Identity
from chaoxin.connectors.wording import said

from .links import has_address

LABEL = re.compile(r"^(?:视频号\s*ID|视频号|账号|ID)\s*[:：]\s*", re.IGNORECASE)
# The form of the ID is seen in use and in no document.
CHANNEL_ID = re.compile(r"sph[0-9A-Za-z]{6,30}")
NAME = re.compile(r"[\w·・\-—&.' ]{2,30}")
UNREADABLE = said("看不出是哪个账号。请填视频号 ID（视频号助手首页，sph 开头），或者视频号的完整名称。")


def declare(fields: Mapping[str, str]) -> Identity:
    """The account that `account` names. An ID and a name of one account cannot be told to be the same, so the form asks
    to stay with one of them. Raises FixContent."""
    given = unicodedata.normalize("NFKC", str(fields.get("account") or "")).strip()
    given = LABEL.sub("", given).strip()
    if CHANNEL_ID.fullmatch(given):
        return Identity(given, facts={"channel_id": given})
    name = re.sub(r"\s+", " ", given.removeprefix("@")).strip()
    if has_address(given) or not NAME.fullmatch(name):
        raise FixContent(UNREADABLE, code="account")
    return Identity(f"name:{name.casefold()}", name=name)
