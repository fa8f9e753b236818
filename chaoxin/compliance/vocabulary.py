"""The words by which a content is described: platforms, forms, industries, declarations, where things come from."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from chaoxin.accounts.industries import INDUSTRIES
from chaoxin.connectors import registry
from chaoxin.core.refusals import Invalid

from .asking import Said, Where
from .disclosures import CATALOGUE
from .values import MediaFacts

ORIGINS = ("own", "ai_assisted", "ai_generated", "reposted")
PROVENANCES = ("own", "licensed", "ai_generated", "unknown")
# What goes out on every platform without being a form of its posts.
REPLY = "reply"


def industries() -> list[str]:
    """The keys of all industries."""
    return [key for key, _name in INDUSTRIES if key]


def formats(platform: str) -> list[str]:
    """The keys of the forms of a platform, of all platforms for ""."""
    found = registry.manifests()
    those = [found[platform]] if platform in found else list(found.values())
    return [*dict.fromkeys(form.key for manifest in those for form in manifest.formats), REPLY]


def require_where(where: Where, *, at: str = "") -> None:
    """Raises Invalid for a value that nobody knows, with those that are known; its field begins with `at`."""
    require_among(
        where.platform, registry.manifests(), _("没有“%(value)s”这个平台，只有：%(known)s。"), f"{at}platform"
    )
    require_among(
        where.format,
        formats(where.platform),
        _("没有“%(value)s”这种形式，只有：%(known)s。"),
        f"{at}format",
    )
    require_among(
        where.industry, industries(), _("没有“%(value)s”这个行业，只有：%(known)s。"), f"{at}industry"
    )
    for disclosure in where.disclosures:
        require_among(
            disclosure, CATALOGUE, _("没有“%(value)s”这个声明，只有：%(known)s。"), f"{at}disclosures"
        )


def require_said(said: Said, media: Iterable[MediaFacts], *, at: str = "") -> None:
    """As `require_where`, of what is said of a content and known of its pictures and videos."""
    require_among(said.origin, ORIGINS, _("没有“%(value)s”这种文字来源，只有：%(known)s。"), f"{at}origin")
    for number, entry in enumerate(media):
        place = f"{at}media.{number}."
        sentence = _("没有“%(value)s”这种素材来源，只有：%(known)s。")
        require_among(entry.provenance, PROVENANCES, sentence, f"{place}provenance")
        _require_terms(entry, place)


def _require_terms(media: MediaFacts, place: str) -> None:
    terms = media.terms
    if terms is None:
        return
    if terms.since and terms.until and terms.since > terms.until:
        raise Invalid(_("授权的结束日期早于开始日期。"), field=f"{place}terms.until")
    for platform in sorted(terms.platforms):
        sentence = _("没有“%(value)s”这个平台，只有：%(known)s。")
        require_among(platform, registry.manifests(), sentence, f"{place}terms.platforms")


def require_among(value: str, known: Iterable[str], sentence: str, field: str) -> None:
    """Raises Invalid for a value that is not among the known ones, which the sentence names; what is not said is
    fine."""
    allowed = list(known)
    if value and value not in allowed:
        told = {"value": value[:40], "known": _("、").join(allowed)}
        raise Invalid(sentence % told, field=field)
