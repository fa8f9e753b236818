"""What ads brought a note on a day: made from what its readers did there, the same whenever it is asked."""

import sqlite3
from dataclasses import dataclass, fields
from decimal import Decimal

from sandbox.accounts import Account
from sandbox.identifiers import draw_fraction, stable_number
from sandbox.world import World

CAMPAIGNS = ("种草加热", "客资收集")
CENT = Decimal("0.01")


@dataclass(slots=True)
class Figures:
    """Counts of the ads; `fee` is in yuan."""

    fee: Decimal = Decimal(0)
    impression: int = 0
    click: int = 0
    like: int = 0
    comment: int = 0
    collect: int = 0
    share: int = 0
    follow: int = 0
    leads: int = 0
    message_consult: int = 0
    msg_leads_num: int = 0

    def add(self, other: "Figures") -> None:
        for field in fields(self):
            setattr(self, field.name, getattr(self, field.name) + getattr(other, field.name))

    def told(self) -> dict[str, str]:
        """All metrics as the platform writes them: texts, money and shares with two places."""
        shown = {field.name: str(getattr(self, field.name)) for field in fields(self)}
        interaction = self.like + self.comment + self.collect + self.share + self.follow
        return shown | {
            "fee": f"{self.fee:.2f}",
            "ctr": f"{100 * self.click / self.impression:.2f}%" if self.impression else "0.00%",
            "acp": money_per(self.fee, self.click),
            "cpm": money_per(self.fee * 1000, self.impression),
            "interaction": str(interaction),
            "cpi": money_per(self.fee, interaction),
            "leads_cpl": money_per(self.fee, self.leads),
        }


def money_per(money: Decimal, count: int) -> str:
    return str((money / count).quantize(CENT)) if count else "0.00"


def figures_of(world: World, account: Account, row: sqlite3.Row) -> Figures:
    """What ads brought on the day of a row of `post_day`."""

    def swing(what: str) -> float:
        return 0.8 + 0.4 * draw_fraction(f"{world.seed}|ads|{what}|{row['post_id']}|{row['day']}")

    share = float(world.setting(account, "ads_share"))
    click = round(row["reads"] * min(1.0, share * swing("clicks")))
    leads = int(click * world.setting(account, "leads_per_click") * swing("leads") + 0.5)
    spent = click * float(world.setting(account, "yuan_per_click")) * swing("price")
    by_message = leads // 2
    counts = {
        name: round(row[f"{name}s"] * share) for name in ("like", "comment", "collect", "share", "follow")
    }
    return Figures(
        fee=Decimal(str(spent)).quantize(CENT),
        impression=round(click / float(world.setting(account, "click_rate")) * swing("shown")),
        click=click,
        leads=leads,
        message_consult=3 * by_message,
        msg_leads_num=by_message,
        **counts,
    )


def campaign_of(account: Account, post_id: int) -> tuple[int, str]:
    """The campaign that a note is in: number and name."""
    number = post_id % len(CAMPAIGNS)
    return stable_number(f"campaign|{account.key}|{number}", 10_000_000, 99_999_999), CAMPAIGNS[number]


def unit_of(account: Account, post_id: int) -> tuple[int, str]:
    number, name = campaign_of(account, post_id)
    return stable_number(f"unit|{number}", 100_000_000, 999_999_999), f"{name}-单元"


def creativity_of(account: Account, post_id: int) -> tuple[int, str]:
    number = stable_number(f"creativity|{account.key}|{post_id}", 1_000_000_000, 9_999_999_999)
    return number, f"创意{number % 1000:03d}"
