"""How a content is told over REST: texts, where it goes out, what is said of it, and its pictures and videos."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from ninja import Field

from chaoxin.accounts.api_bodies import Body
from chaoxin.core.refusals import Invalid

from . import vocabulary
from .asking import Said, Where, content_of, media_of
from .batches import Asked
from .forms import LONGEST_PASTED
from .texts.items import Item
from .values import JudgedContent, Price

MOST_FIELDS = 50
MOST_LINKS = 100
MOST_MEDIA = 50
MOST_LINES = 500
MOST_CODES = 50
# Of one content together; each text has its own limit.
MOST_CHARACTERS = 100_000
# Of several that the caller waits for, which is some seconds.
MOST_CHARACTERS_AT_ONCE = 200_000

Part = Annotated[float, Field(ge=0, le=1)]


class PriceIn(Body):
    amount: str = Field(pattern=r"^\d{1,12}(\.\d{1,4})?$")
    kind: Literal["current", "compared", "gift"] = "current"
    currency: str = Field("CNY", pattern=r"^[A-Z]{3}$")


class WhereIn(Body):
    """`industry` 不写，用工作区的行业。"""

    platform: str = Field("", max_length=30)
    format: str = Field("", max_length=30)
    industry: str | None = Field(None, max_length=40)
    disclosures: list[str] = Field([], max_length=MOST_FIELDS)


class SeenIn(Body):
    """`box` 是左、上、宽、高，都按整幅的比例（0 到 1），不写就是整幅；`at` 是视频里的第几秒。"""

    text: str = Field(min_length=1, max_length=2000)
    box: tuple[Part, Part, Part, Part] = (0.0, 0.0, 1.0, 1.0)
    at: float | None = Field(None, ge=0)


class TermsIn(Body):
    """授权从哪天到哪天（都含）、能用在哪些平台；不写就是不限。"""

    since: date | None = None
    until: date | None = None
    platforms: list[str] = Field([], max_length=MOST_FIELDS)


class MediaIn(Body):
    """一张图片或一个视频。`provenance` 是 own、licensed、ai_generated 或 unknown；`lines` 是画面上的文字，
    `codes` 是码的内容；`marked`：文件里写着 AI 生成；`stamped`：画面上看得见 AI 标识。"""

    key: str = Field("", max_length=80)
    name: str = Field("", max_length=200)
    sha256: str = Field("", pattern=r"^([0-9a-f]{64})?$")
    provenance: str = Field("unknown", max_length=30)
    alt: str = Field("", max_length=500)
    lines: list[SeenIn] = Field([], max_length=MOST_LINES)
    codes: list[SeenIn] = Field([], max_length=MOST_CODES)
    marked: bool = False
    stamped: bool = False
    terms: TermsIn | None = None


class TextIn(WhereIn):
    fields: dict[str, str] = Field({}, max_length=MOST_FIELDS)
    links: list[str] = Field([], max_length=MOST_LINKS)
    prices: list[PriceIn] = Field([], max_length=MOST_LINKS)
    media: list[MediaIn] = Field([], max_length=MOST_MEDIA)
    origin: str = Field("", max_length=30)
    fictional: bool = False
    paid: bool = False


class NamedTextIn(TextIn):
    key: str = Field("", max_length=80)


def judged_of(data: TextIn, where: Where, *, at: str = "") -> JudgedContent:
    """The content to judge. Raises Invalid for values that nobody knows, texts that are too long, and nothing; its
    field begins with `at`."""
    said, pictures = _said(data), [media_of(number, told) for number, told in _media(data)]
    require_something(data, at=at)
    _require_short(data, at=at)
    vocabulary.require_where(where, at=at)
    vocabulary.require_said(said, pictures, at=at)
    prices = [Price(**price.model_dump()) for price in data.prices]
    return content_of(data.fields, where, links=data.links, prices=prices, pictures=pictures, said=said)


def asked_of(data: NamedTextIn) -> Asked:
    """The content as one of a batch, which says for itself what it cannot take."""
    return Asked(
        Item(data.key, data.fields),
        platform=data.platform,
        format=data.format,
        industry=data.industry or "",
        disclosures=tuple(data.disclosures),
        links=tuple(data.links),
        prices=tuple(price.model_dump() for price in data.prices),
        media=tuple(told for _number, told in _media(data)),
        said=_said(data),
    )


def require_something(data: TextIn, *, at: str = "") -> None:
    """Raises Invalid where there is neither a text nor a picture to look at."""
    if not data.fields and not data.media:
        raise Invalid(_("没有要检查的内容。请在 fields 里写文字，或在 media 里写素材。"), field=f"{at}fields")


def require_short_together(contents: Iterable[TextIn]) -> None:
    """Raises Invalid where somebody would wait long for all of them."""
    if sum(map(_characters, contents)) > MOST_CHARACTERS_AT_ONCE:
        sentence = _(
            "这些内容合计超过 %(most)d 字，没有检查。请分成几次，或用 /compliance/checks 在后台检查。"
        )
        raise Invalid(sentence % {"most": MOST_CHARACTERS_AT_ONCE}, field="items")


def _require_short(data: TextIn, *, at: str) -> None:
    texts = dict(data.fields)
    texts |= {
        f"media.{number}.lines": "\n".join(line.text for line in entry.lines)
        for number, entry in enumerate(data.media)
    }
    for name, text in texts.items():
        if len(text) > LONGEST_PASTED:
            sentence = _("%(name)s 超过 %(most)d 字。长文请用 /compliance/checks 检查。")
            raise Invalid(sentence % {"name": name, "most": LONGEST_PASTED}, field=f"{at}{name}")
    if _characters(data) > MOST_CHARACTERS:
        sentence = _("文字合计超过 %(most)d 字。请分成几次，或用 /compliance/checks 检查。")
        raise Invalid(sentence % {"most": MOST_CHARACTERS}, field=f"{at}fields")


def _characters(data: TextIn) -> int:
    """How much there is to read: texts and their names, links, and what pictures show and are called."""
    texts = [*data.fields, *data.fields.values(), *data.links]
    for entry in data.media:
        texts += [entry.alt, *(seen.text for seen in (*entry.lines, *entry.codes))]
    return sum(map(len, texts))


def _said(data: TextIn) -> Said:
    return Said(data.origin, fictional=data.fictional, paid=data.paid)


def _media(data: TextIn) -> list[tuple[int, dict[str, Any]]]:
    return [(number, entry.model_dump(mode="json")) for number, entry in enumerate(data.media, 1)]
