"""What people write: a line of the corpus, its slots filled, now and then an emoji at the end."""

from random import Random

from sandbox.audience.act import Tone
from sandbox.audience.draws import pick
from sandbox.audience.lines import Setting, Turn, fitting_line, lines_of
from sandbox.audience.slots import Topic, fill
from sandbox.audience.temperament import temperament_of

LOTTERY_TALK = 0.6  # the part of the chat under a lottery that is about the lottery
TAIL_PROBABILITY = 0.22
LONGEST_TEXT_WITH_TAIL = 40  # characters; long letters do not end in an emoji


def compose(
    stream: Random,
    *,
    setting: Setting,
    tone: Tone,
    platform: str,
    topic: Topic,
    at: float,
    turn: Turn | None = None,
) -> str:
    """A finished text of at most 140 characters that fits the moment `at` (Unix seconds)."""
    lottery_talk = topic.lottery and setting == "comments" and tone == "chat"
    file_name = "lottery" if lottery_talk and stream.random() < LOTTERY_TALK else tone
    line = fitting_line(stream, lines_of(setting, file_name), at=at, turn=turn)
    text = fill(line.text, stream=stream, topic=topic, at=at)
    tails = temperament_of(platform).tails.get(tone, ())
    if tails and _takes_tail(text) and stream.random() < TAIL_PROBABILITY:
        text += pick(stream, tails)
    return text


def _takes_tail(text: str) -> bool:
    return len(text) <= LONGEST_TEXT_WITH_TAIL and ("一" <= text[-1] <= "鿿" or text[-1] in "！!")
