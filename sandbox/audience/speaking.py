"""Somebody says something: in which tone, who, and in which words."""

from random import Random
from typing import Literal

from sandbox.audience.act import Act, Tone
from sandbox.audience.fans import Circle
from sandbox.audience.lines import Setting, Turn
from sandbox.audience.mixture import Mixture
from sandbox.audience.slots import Topic
from sandbox.audience.wording import compose


def speak(
    stream: Random,
    kind: Literal["comment", "message"],
    *,
    at: float,
    tones: Mixture[Tone],
    circle: Circle,
    topic: Topic,
    platform: str,
    turn: Turn | None = None,
) -> Act:
    """A comment or message at `at`; advertisements come from people who do nothing else."""
    tone = tones.draw(stream)
    person = circle.spammer(stream) if tone == "spam" else circle.writer(stream)
    setting: Setting = "comments" if kind == "comment" else "messages"
    text = compose(stream, setting=setting, tone=tone, platform=platform, topic=topic, at=at, turn=turn)
    return Act.of(person, kind, at=at, text=text, tone=tone)
