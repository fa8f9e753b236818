"""Which account a person means: by its 小红书号 or by the link of its home page."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from chaoxin.connectors.errors import FixContent
from chaoxin.connectors.values import Identity
from chaoxin.connectors.wording import said

from .links import SITE, has_address, profile_id_in

LABEL = re.compile(r"^(?:小红书号|红书号|小红书\s*ID|账号|ID)\s*[:：]?\s*", re.IGNORECASE)
RED_ID = re.compile(r"[0-9A-Za-z_.-]{4,32}")
UNREADABLE = said("看不出是哪个账号。请填小红书号（在主页头像旁边），或者主页的完整链接。")
SHORT = said("短链接看不出是哪个账号。请填小红书号，或者在电脑上打开主页后复制地址栏里的链接。")


def declare(fields: Mapping[str, str]) -> Identity:
    """The account that `account` names. A 小红书号 and a home page of one account cannot be told to be the same, so the
    form asks to stay with one of them. Raises FixContent."""
    given = unicodedata.normalize("NFKC", str(fields.get("account") or "")).strip()
    profile = profile_id_in(given)
    if profile:
        address = f"https://{SITE}/user/profile/{profile}"
        return Identity(profile, facts={"home_page": address})
    if has_address(given):
        raise FixContent(SHORT if "xhslink" in given else UNREADABLE, code="account")
    number = LABEL.sub("", given).strip()
    if not RED_ID.fullmatch(number):
        raise FixContent(UNREADABLE, code="account")
    return Identity(number.lower(), name=number, facts={"red_id": number})
