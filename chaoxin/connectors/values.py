"""Plain values that go into a connector and come out of it. Times are aware UTC datetimes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from .wording import said


@dataclass(frozen=True)
class Token:
    """A renewable or expiring access token. `secrets` is stored encrypted and never logged. `renewable_until` is the
    second clock of platforms that have one: after it no renewal works and a person has to consent anew; None where
    there is none, or it is not known."""

    secrets: Mapping[str, str]
    expires_at: datetime | None = None
    scopes: frozenset[str] = frozenset()
    renewable_until: datetime | None = None


@dataclass(frozen=True)
class Account:
    """One account on a platform as a connector needs it.

    `credentials` are long-lived secrets typed in by a person (application secret, callback key);
    `settings` are facts without secrets (safe domain, verification, kind of account).
    """

    external_id: str
    credentials: Mapping[str, str]
    token: Token | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Identity:
    """Who stands behind a grant according to the platform."""

    external_id: str
    name: str = ""
    avatar_url: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Picture:
    """A picture to publish: a local file, already checked by content. `key` is our own name for it."""

    key: str
    path: Path
    content_type: str
    width: int
    height: int
    size: int
    alt: str = ""


@dataclass(frozen=True)
class Video:
    """A video to publish: a local file, already probed by content. It may be gigabytes large: read it in pieces.
    `video_codec` and `audio_codec` are names as FFmpeg gives them (h264, hevc, aac), "" without a sound track.
    Width and height are as it is shown, after rotation."""

    key: str
    path: Path
    content_type: str
    size: int
    width: int
    height: int
    seconds: float
    video_codec: str = ""
    audio_codec: str = ""
    frame_rate: float = 0.0
    bit_rate: int = 0


@dataclass(frozen=True)
class Post:
    """Everything that is published at once, in a form that any platform can be asked to take.

    `key` is our own identifier of the intent; platforms with a deduplication field receive it.
    A post holds pictures or one video, never both; `cover` is the picture that stands for it.
    `text` is plain text. `html` is the article body for platforms that take articles, with pictures
    referenced as `<img data-picture="KEY">`. `options` holds the platform's own structured fields.
    """

    key: str
    format: str
    title: str
    text: str
    html: str = ""
    summary: str = ""
    author: str = ""
    link: str = ""
    pictures: tuple[Picture, ...] = ()
    cover: Picture | None = None
    video: Video | None = None
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Problem:
    """Something in a post that the platform would refuse (`stop`) or that is unwise (`warn`)."""

    level: str
    field: str
    code: str
    sentence: str
    limit: int | None = None
    actual: int | None = None


@dataclass(frozen=True)
class Length:
    """How long a field of a post is by the platform's own counting, and how long it may be."""

    field: str
    used: int
    most: int
    unit: str = said("字")


class Outcome(StrEnum):
    PUBLISHED = "published"
    PENDING = "pending"
    NEEDS_PERSON = "needs_person"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    REMOVED = "removed"


@dataclass(frozen=True)
class Submission:
    """What became of a submit or a look-up.

    `reference` identifies the submission for later look-ups (a publish job, a post id).
    `post_id` and `url` are set once the post is live; `limited` says that the platform shows it to fewer people than
    it was published for. `facts` are kept beside the receipt (a comment key,
    an article id). `remedy` and `sentence` explain a refusal; `excerpt` is the answer without secrets.
    `patience_seconds` is how long a pending submission may take before a person is asked, 0 for the usual time: one
    that waits for somebody's act on the platform takes longer than a review.
    """

    outcome: Outcome
    reference: str = ""
    post_id: str = ""
    url: str = ""
    published_at: datetime | None = None
    look_again_after_seconds: int = 10
    patience_seconds: int = 0
    remedy: str = ""
    code: str = ""
    sentence: str = ""
    excerpt: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    limited: bool = False


@dataclass(frozen=True)
class Sighting:
    """The answer to "is it already there?".

    `candidates` are live or pending posts that carry the content of the post asked for, newest first.
    `absence_is_certain` is True only where the platform's answer proves that nothing was published.
    """

    candidates: tuple[Submission, ...]
    absence_is_certain: bool
    sentence: str = ""


class EventKind(StrEnum):
    MESSAGE = "message"
    COMMENT = "comment"
    MENTION = "mention"
    FOLLOW = "follow"
    UNFOLLOW = "unfollow"
    PUBLISH_RESULT = "publish_result"
    LEAD = "lead"
    GRANT_REVOKED = "grant_revoked"
    OTHER = "other"


@dataclass(frozen=True)
class Sender:
    external_id: str
    name: str = ""
    avatar_url: str = ""


@dataclass(frozen=True)
class Event:
    """Something that came in. `platform_id` is unique per channel and kind and is the key against repeats.

    `post_id` is the platform's id of the post that a comment belongs to (as in `Submission.post_id`);
    `thread_id` groups messages of one conversation; `submission` is set for a publish result.
    `ours` marks things that the account itself wrote (echoes), so that nothing answers itself.
    `account_id` names the account that the event is about where one callback address serves several (as in
    `Account.external_id`), "" for the account whose address received it.

    A LEAD's `text` is what a person is to read, without contact data; those stand in `private` by their Chinese names
    and are kept encrypted. Its `thread_id` names the lead: pushes with the same one tell of the same lead, the newest
    as it is. Of its facts `shown` are pairs of label and text for people, `link` is the post's web address, `change`
    is "new" for the first push. GRANT_REVOKED says that somebody withdrew the grant on the platform; its `text`, if
    any, says so to people.
    """

    kind: EventKind
    platform_id: str
    at: datetime
    sender: Sender | None = None
    text: str = ""
    post_id: str = ""
    thread_id: str = ""
    reply_to_id: str = ""
    ours: bool = False
    submission: Submission | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    account_id: str = ""
    private: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """Events fetched since a cursor; `cursor` is where to go on next time, opaque to the caller."""

    events: tuple[Event, ...]
    cursor: str
    complete: bool = True


@dataclass(frozen=True)
class Sent:
    """A reply that the platform took. `platform_id` may be empty where the platform gives none."""

    platform_id: str
    at: datetime | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


class ReadingKind(StrEnum):
    CUMULATIVE = "cumulative"
    PER_DAY = "per_day"


@dataclass(frozen=True)
class Reading:
    """One metric value. `day` is the platform's day (Asia/Shanghai) for values per day, else None. `campaign_id` names
    the advertising campaign that the value is about; without it and `post_id` it is about the account as a whole.
    `subject` is what the platform calls that campaign or post."""

    metric: str
    value: int | float
    kind: ReadingKind
    day: str | None = None
    post_id: str = ""
    campaign_id: str = ""
    subject: str = ""


@dataclass(frozen=True)
class Webhook:
    """An incoming request, as received."""

    method: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class WebhookAnswer:
    body: str
    content_type: str = "text/plain; charset=utf-8"
    status: int = 200
