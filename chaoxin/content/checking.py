"""What the composer shows beside the text: findings in it, and how each channel's variant stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from chaoxin.channels import offering
from chaoxin.channels.platform_words import length_told, told
from chaoxin.compliance import judging
from chaoxin.compliance.models import Override
from chaoxin.compliance.values import WEIGHT, Finding, JudgedContent, Opinion, Severity
from chaoxin.connectors.values import Length, Problem

from . import media, packing, preflight, recognizing, reviewing
from .models import Draft, Variant
from .options import spoken

FIELDS = ("title", "body", "summary")
NAMES = {"title": _("标题"), "summary": _("摘要"), "author": _("署名"), "text": _("正文"), "body": _("正文")}


@dataclass(frozen=True)
class Check:
    """How one variant stands now. `cleared` means approved exactly as it is, `reading` that the gate has yet to see
    into a file of it, `override` is somebody's word that lets out what the gate objects to in it."""

    variant: Variant
    packed: packing.Packed
    opinion: Opinion
    problems: tuple[Problem, ...]
    lengths: tuple[Length, ...]
    cleared: bool
    reading: bool = False
    override: Override | None = None

    @property
    def meters(self) -> list[tuple[str, Length]]:
        """The lengths that say something, each with the name of its field."""
        return [
            (name_of(entry.field, self.variant), length_told(entry)) for entry in self.lengths if entry.used
        ]

    @property
    def stops(self) -> list[Problem]:
        """What the platform would refuse."""
        return [problem for problem in self.problems if problem.level == "stop"]

    @property
    def advice(self) -> list[Problem]:
        """What is unwise on the platform."""
        return [problem for problem in self.problems if problem.level != "stop"]

    @property
    def blocking(self) -> list[Finding]:
        """Findings that keep it from being submitted."""
        return self._unsettled("block")

    @property
    def to_confirm(self) -> list[Finding]:
        """Findings that a reviewer has to confirm."""
        return self._unsettled("confirm")

    def _unsettled(self, severity: str) -> list[Finding]:
        found = [finding for finding in self.opinion.findings if finding.severity == severity]
        return [] if self.override else found

    @property
    def undisclosed(self) -> list[Finding]:
        """Missing declarations."""
        return [finding for finding in self.opinion.findings if finding.discloses]

    @property
    def ready(self) -> bool:
        """Whether it may be submitted as far as the machine can tell."""
        return not self.stops and not self.blocking and not self.reading

    @property
    def waits(self) -> bool:
        """Whether nothing but the reading of its files keeps it from being submitted."""
        return self.reading and not self.stops and not self.blocking


def checks_of(draft: Draft, variants: Iterable[Variant]) -> list[Check]:
    """How each variant stands. The variants are given the draft, so that its pictures are read once."""
    variants = list(variants)
    prefetch_related_objects([draft], "pictures__asset")
    offering.bring_scopes(variant.channel for variant in variants)
    cleared = reviewing.cleared_hashes(draft)
    contents = []
    for variant in variants:
        variant.draft = draft
        contents.append((variant, packing.pack(variant)))
    keys = {key for _variant, packed in contents for key in media.media_in(packed.content)}
    unread = {str(asset.pk) for asset in recognizing.unread(keys)} if keys else set()
    opinions = judging.look_at_all(
        [packed.judged() for _variant, packed in contents], draft.workspace, hands=hands_in(draft)
    )
    asked = [(*content, opinion) for content, opinion in zip(contents, opinions, strict=True)]
    overrides = judging.overrides_of(
        [(variant, packed.hash, opinion) for variant, packed, opinion in asked], draft.workspace
    )
    return [
        Check(
            variant=variant,
            packed=packed,
            opinion=opinion,
            problems=tuple(packing.problems(variant, packed)),
            lengths=tuple(packing.lengths(variant, packed)),
            cleared=(str(variant.pk), packed.hash) in cleared,
            reading=not unread.isdisjoint(media.media_in(packed.content)),
            override=override,
        )
        for (variant, packed, opinion), override in zip(asked, overrides, strict=True)
    ]


def override_of(finding: Finding, checks: Iterable[Check]) -> Override | None:
    """The override that has settled a finding in the draft's texts: None for advice, and as long as it stands in one of
    the variants that nobody has let through."""
    weighs = WEIGHT[finding.severity] > WEIGHT[Severity.WARN]
    having = [check for check in checks if weighs and _stands_in(finding, check.opinion)]
    settled = having and all(check.override for check in having)
    return having[0].override if settled else None


def _stands_in(finding: Finding, opinion: Opinion) -> bool:
    return any((each.rule, each.quoted) == (finding.rule, finding.quoted) for each in opinion.findings)


def hands_in(draft: Draft) -> set[str]:
    """The ids of the members whose work the draft is, pictures apart."""
    return {*draft.writers, str(draft.author_id)}


def name_of(field: str, variant: Variant | None) -> str:
    """What a field of a post is called on the page."""
    if field in NAMES:
        return str(NAMES[field])
    form = preflight.format_of(variant.channel, variant.format) if variant else None
    labels = {entry.key: entry.label for entry in form.options} if form else {}
    return told(labels[field]) if field in labels else str(NAMES["text"])


def findings_in(
    draft: Draft,
    variant: Variant | None,
    variants: Sequence[Variant],
    *,
    typed: Mapping[str, str] | None = None,
) -> list[Finding]:
    """Findings in the texts as people write them, with places in the composer's inputs; `typed` are texts that are not
    saved yet, by their names. Only what goes out is judged: of the draft's own texts those that some variant takes
    over and sends, for its platform; all of them while it has no variants."""
    written = packing.source_of(variant, draft) | dict(typed or {})
    if variant is not None:
        form = preflight.format_of(variant.channel, variant.format)
        texts_by_platform = [_sent(variant, written) | spoken(form, variant.options)]
    else:
        texts_by_platform = [_sent(entry, _taken_over(entry, written)) for entry in variants]
    platforms = [entry.channel.platform for entry in ([variant] if variant else variants)]
    industry = draft.workspace.industry
    contents = [
        JudgedContent(platform, "", {name: text for name, text in texts.items() if text}, industry=industry)
        for platform, texts in zip(platforms or [""], texts_by_platform or [written], strict=True)
    ]
    return _heaviest(judging.look_at_all(_unlike(contents), draft.workspace, hands=hands_in(draft)))


def _sent(variant: Variant, texts: Mapping[str, str]) -> dict[str, str]:
    fields = packing.fields_sent(preflight.format_of(variant.channel, variant.format))
    return {name: text for name, text in texts.items() if name in fields}


def _taken_over(variant: Variant, texts: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in texts.items() if getattr(variant, f"own_{name}") is None}


def _unlike(contents: Iterable[JudgedContent]) -> list[JudgedContent]:
    """Without those that several accounts of a platform have alike, which need judging once."""
    return list({(entry.platform, tuple(sorted(entry.fields.items()))): entry for entry in contents}.values())


def _heaviest(opinions: Iterable[Opinion]) -> list[Finding]:
    """One finding for each place, the gravest first."""
    heaviest: dict[tuple[str, int, int], Finding] = {}
    for opinion in opinions:
        for finding in opinion.findings:
            place = (finding.field, finding.start, finding.end)
            standing = heaviest.get(place)
            if finding.quoted and (standing is None or WEIGHT[finding.severity] > WEIGHT[standing.severity]):
                heaviest[place] = finding
    return sorted(heaviest.values(), key=_by_weight)


def _by_weight(finding: Finding) -> tuple[int, int, int]:
    order = FIELDS.index(finding.field) if finding.field in FIELDS else len(FIELDS)
    return -WEIGHT[finding.severity], order, finding.start
