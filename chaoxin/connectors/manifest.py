"""What a platform is, in words and numbers: its ways to be connected, its forms of post, its limits and quotas."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any


@dataclass(frozen=True)
class Limit:
    """A number of the platform with its source. `certainty`: official, two_sources, one_source, inferred."""

    key: str
    value: int
    source: str
    read_on: str
    certainty: str
    note: str = ""


@dataclass(frozen=True)
class Quota:
    """At most `calls` metered uses of `meter` per `window`. Windows start at the platform's own midnight or
    full hour (Asia/Shanghai). `reserve` calls are kept back from background reading for people's acts.
    `published` marks the meter that one published post uses once, so that a plan can be held against it; with
    `only_for`, that is only a post whose options have these values (option key → value)."""

    meter: str
    calls: int
    window: timedelta
    reserve: int = 0
    profile: str = "default"
    published: bool = False
    only_for: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CredentialField:
    """A field of the connect form. `secret` values are write-only. `suggested_length` marks a value that both
    sides agree on (a callback token): the form offers to make one of so many letters and digits to copy.
    A field with `choices` (value → label) is a list to choose from; only `secret` fields are kept encrypted,
    all others become settings of the channel. `verification` says of a choice what it means for the account's
    verification, as the account register writes it."""

    key: str
    label: str
    secret: bool = False
    required: bool = True
    help: str = ""
    pattern: str = ""
    suggested_length: int = 0
    choices: Mapping[str, str] = field(default_factory=dict)
    verification: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Option:
    """A field of a form of post beyond its texts and media; its value stands in `Post.options` by `key`.

    `kind` is `switch` (bool), `choice` (one key of `choices`), `text` (one line), `lines` (several lines: a first
    comment) or `words` (a list of short texts: topics, names to mention; at most `most`). `longest` is the most
    signs of a text, or of each word. An empty text, list or choice says that nothing was chosen. `unseen` texts are
    read by nobody outside: they say whom a post goes to, not what it says.
    """

    key: str
    label: str
    default: Any = False
    help: str = ""
    kind: str = "switch"
    choices: Mapping[str, str] = field(default_factory=dict)
    longest: int = 0
    most: int = 0
    unseen: bool = False


@dataclass(frozen=True)
class Format:
    """A form of post that the platform takes in the connection modes named by `modes`.

    `takes_video` forms hold exactly one video and, where `needs_cover`, a cover picture; `max_pictures` is 0 for
    them. `cover_ratios` and `picture_ratios` are the ratios that the platform shows, as "3:4", the best first.
    """

    key: str
    name: str
    has_title: bool
    takes_html: bool
    max_pictures: int
    needs_cover: bool = False
    needs_link: bool = False
    options: tuple[Option, ...] = ()
    modes: frozenset[str] = frozenset({"api"})
    takes_video: bool = False
    needs_picture: bool = False
    cover_ratios: tuple[str, ...] = ()
    picture_ratios: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mode:
    """An honest way to be connected: key `api`, `assisted` or `import`, with its risk in words.

    `connects_by` is `credentials` or `oauth`; or `declared` where there is nothing to sign in to: the person says
    which account it is, by `fields` of which `account` names it (a home page address or an account number), and
    the connector's `Assist.declare` reads it.
    """

    key: str
    name: str
    connects_by: str
    fields: tuple[CredentialField, ...]
    risk: str
    setup: str


@dataclass(frozen=True)
class Capability:
    """A row of 能做什么 / 不能做什么. `when` says in words on what it depends."""

    key: str
    name: str
    offered: bool
    note: str = ""


@dataclass(frozen=True)
class Standing:
    """What is known of one account, on which it depends what it may do: the mode it is connected by, its settings
    and facts (kind of account, verification), and the scopes of its token."""

    mode: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    scopes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Offer:
    """What one account can do and cannot do, and the forms of post that it takes."""

    capabilities: tuple[Capability, ...]
    formats: tuple[Format, ...]

    def offers(self, capability: str) -> bool:
        """Whether the account can do that; False for a capability that the platform does not name."""
        return any(row.key == capability and row.offered for row in self.capabilities)


@dataclass(frozen=True)
class Declaration:
    """The control of the platform's own form in which a post declares what it is: one choice. `name` is what people
    see there, `labels` its choices by the keys of our declarations (advertising, ai_generated, fiction, opinion,
    repost, self_shot) in the order in which they go first. What it has no choice for stands as words in the text, and
    so does every declaration of a post that goes out by the interface, since none has a field for them."""

    name: str
    labels: Mapping[str, str]
    source: str
    read_on: str
    certainty: str

    def chosen(self, declared: Iterable[str]) -> str:
        """The choice for these declarations, "" for none."""
        made = set(declared)
        return next((label for key, label in self.labels.items() if key in made), "")


@dataclass(frozen=True)
class Manifest:
    """`mark` is the one or two signs that stand for the platform where there is no room for its name.

    `capabilities` and `formats` are those of the platform as a whole, before an account is known; `judge` says,
    without any call, what they are for an account of a certain standing. `poll_events_every` and
    `read_metrics_every` are those of the default quota profile; a profile that allows another pace of polling has it
    in `poll_events_every_by_profile`, while readings follow its number of calls by themselves.
    `advised_posts_per_day` is how many posts of one account a day are wise where the platform counts none or many
    more; planning warns beyond it."""

    key: str
    name: str
    mark: str
    color: str
    modes: tuple[Mode, ...]
    formats: tuple[Format, ...]
    capabilities: tuple[Capability, ...]
    limits: tuple[Limit, ...]
    quotas: tuple[Quota, ...]
    docs_url: str
    api_version: str
    safe_spacing_seconds: int = 60
    poll_events_every: timedelta | None = None
    read_metrics_every: timedelta = timedelta(minutes=5)
    poll_events_every_by_profile: Mapping[str, timedelta] = field(default_factory=dict)
    metrics: Mapping[str, str] = field(default_factory=dict)  # metric key → Chinese name
    meters: Mapping[str, str] = field(default_factory=dict)  # meter key → Chinese name
    quota_profiles: Mapping[str, str] = field(default_factory=dict)  # profile key → Chinese name
    advised_posts_per_day: Limit | None = None
    judge: Callable[[Standing], tuple[Capability, ...]] | None = None
    declaration: Declaration | None = None

    def format(self, key: str) -> Format:
        """The format of that key; KeyError where the platform has none."""
        return {entry.key: entry for entry in self.formats}[key]

    def offer(self, standing: Standing) -> Offer:
        """What an account of that standing can do, and the forms of post of its mode."""
        capabilities = self.judge(standing) if self.judge else self.capabilities
        formats = tuple(entry for entry in self.formats if standing.mode in entry.modes)
        return Offer(capabilities, formats)
