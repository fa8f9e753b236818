"""What ads cost and brought, per day: of the account, of its campaigns, and of single notes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from chaoxin.connectors.contract import PostReference
from chaoxin.connectors.values import Account, Reading, ReadingKind

from .call import Caller
from .limits import REPORT_DAYS, number
from .reports import Row, account_days, campaign_days, day_of, note_days, yesterday

# The platform's column → our metric. Money is in yuan, as the unit in the name says.
METRICS = {
    "fee": "ad_spend_yuan",
    "impression": "ad_impressions",
    "click": "ad_clicks",
    "interaction": "ad_interactions",
    "leads": "ad_leads",
    "message_consult": "ad_message_consults",
    "msg_leads_num": "ad_message_leads",
}
MONEY = "_yuan"


class XiaohongshuMeasure:
    def __init__(self, caller: Caller) -> None:
        self.caller = caller

    def post_readings(self, account: Account, posts: Sequence[PostReference]) -> list[Reading]:
        """Per day what ads brought each note in the last thirty days. Notes that were not advertised are left out; what
        came without ads is in no interface."""
        wanted = {post.post_id for post in posts if post.post_id}
        if not wanted:
            return []
        until = yesterday(self.caller)
        since = until - timedelta(days=number(account.settings, REPORT_DAYS) - 1)
        rows = note_days(self.caller, account, since=since, until=until)
        chosen = [row for row in rows if str(row.get("note_id")) in wanted]
        return [reading for row in chosen for reading in _readings(account, row, post_id=str(row["note_id"]))]

    def account_readings(self, account: Account, *, since_day: str, until_day: str) -> list[Reading]:
        """Per day what the account's ads cost and brought, then the same by campaign and by note. Reports end
        yesterday: for today alone nothing is asked."""
        since = date.fromisoformat(since_day)
        until = min(date.fromisoformat(until_day), yesterday(self.caller))
        if since > until:
            return []
        own = account_days(self.caller, account, since=since, until=until)
        found = [reading for row in own for reading in _readings(account, row)]
        for row in campaign_days(self.caller, account, since=since, until=until):
            if row.get("campaign_id"):
                found += _readings(account, row, campaign_id=str(row["campaign_id"]))
        for row in note_days(self.caller, account, since=since, until=until):
            if row.get("note_id"):
                found += _readings(account, row, post_id=str(row["note_id"]))
        return found


def _readings(account: Account, row: Row, *, post_id: str = "", campaign_id: str = "") -> list[Reading]:
    day = day_of(account, row)
    # The columns of names are in the leads' pushes and in no source on reports; without one the number stands.
    subject = str(row.get("campaign_name" if campaign_id else "note_title") or "")
    found = ((metric, _value(row.get(column))) for column, metric in METRICS.items())
    return [
        Reading(
            metric=metric,
            value=float(value) if metric.endswith(MONEY) else int(value),
            kind=ReadingKind.PER_DAY,
            day=day,
            post_id=post_id,
            campaign_id=campaign_id,
            subject=subject if campaign_id or post_id else "",
        )
        for metric, value in found
        if value is not None
    ]


def _value(given: object) -> Decimal | None:
    """A number that the platform writes as a number or as text, never by way of binary fractions; None for none."""
    try:
        value = Decimal(str(given).replace(",", "").strip())
    except InvalidOperation:
        return None
    return value if value.is_finite() and value >= 0 else None
