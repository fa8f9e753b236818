"""Compose labelled texts from phrases: reviews of goods and places, posts of a social network, short messages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from random import Random
from typing import TypeVar

from . import texts

NEGATIVE, NEUTRAL, POSITIVE = "negative", "neutral", "positive"
LABEL = {texts.LIKING: POSITIVE, texts.DISLIKING: NEGATIVE, texts.NEITHER: NEUTRAL}
OTHER = {texts.LIKING: texts.DISLIKING, texts.DISLIKING: texts.LIKING}
EMOTIONS = {"happy": POSITIVE, "neutral": NEUTRAL, "angry": NEGATIVE, "sad": NEGATIVE, "fear": NEGATIVE}
# How often each emotion is drawn; the same for both signs.
DRAWN = ["happy"] * 3 + ["angry", "sad", "fear"] + ["neutral"] * 2
SIGN_OF_KIND = {"praise": texts.LIKING, "complaint": texts.DISLIKING}
# How many things that say nothing of liking stand in a review.
FACTS_OF_REVIEW = (0, 0, 0, 0, 1, 1, 2, 3)
TOLD = ("neutral", "neutral_long", "neutral_long", "happy", "sad", "fear")
# What customers ask, want, tell and offer without liking or disliking anything.
PLAIN = (
    *("plain/questions", "plain/requests", "plain/facts", "plain/facts", "plain/offers"),
    *("kinds/consultation", "kinds/lead", "kinds/spam"),
)
# Of as many texts of these, which are as short, so that what asks or demands is not always without liking.
LIKED = {"kinds/praise": POSITIVE, "kinds/complaint": NEGATIVE}
# Of the whole texts those that tell of goods and shops, and those of people's days; only short ones are messages.
OF_GOODS, OF_DAYS = ("ordinary", "told"), ("feelings/daily", "feelings/moods")
PLAIN_OF_KIND = {"consultation": "plain/questions", "spam": "plain/offers", "other": "plain/facts"}
LONGEST_MESSAGE = 40
LIKED_NOTES = 0.25
CLAUSE = re.compile("[^，。！？；]+[，。！？；]*")
ADDRESS_SIGNS = "abcdefghRAzKq0189"

Row = tuple[str, str]
Drawn = TypeVar("Drawn")


class Composer:
    """Draws texts from a seed; the same seed, the same texts."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.words = texts.slots()
        self.domains = texts.names("phrases")

    def review(self) -> Row:
        """Some phrases of one domain and of one liking, sometimes with a smaller word to the contrary."""
        domain, sign = self._of(self.domains), self._of([texts.LIKING, texts.DISLIKING])
        parts = [self._phrase(domain, sign) for _ in range(self._some(0.55, 8))]
        self._contradict(parts, domain, sign)
        for _ in range(self._of(FACTS_OF_REVIEW)):
            parts.insert(self.chance.randrange(len(parts) + 1), self._fact(domain))
        if self._happens(0.4):
            parts.insert(
                0, self._of(self.words["opening"]) + self._maybe(self.words[f"product.{domain}"], 0.35)
            )
        if self._happens(0.25):
            parts.insert(self.chance.randrange(len(parts) + 1), self._of(self.words["opening"]))
        return self._joined(parts), LABEL[sign]

    def retold(self, text: str) -> str:
        """A text that was written whole: as it is, or some of its clauses in their order, with or without the end."""
        clauses = [clause for clause in CLAUSE.findall(text) if clause.strip()]
        if len(clauses) < 4 or self._happens(0.4):
            return text
        length = self.chance.randrange(len(clauses) // 2, len(clauses))
        start = self._of([len(clauses) - length, self.chance.randrange(len(clauses) - length + 1)])
        return "".join(clauses[start : start + length])

    def post(self) -> Row:
        """Some words of one emotion, as they are posted: with names, topics, emoji and addresses."""
        emotion = self._of(DRAWN)
        pool = self._pool(emotion)
        parts: list[str] = []
        for _ in range(self._some(0.7, 6)):
            parts.append(
                self._maybe(self.words["subject"], 0.2)
                + self._of(pool)
                + self._maybe(self.words["particle"], 0.15)
            )
            if self._happens(0.12):
                parts.append(self._of(texts.plain("posts/neutral.txt")))
        if emotion != "neutral" and self._happens(0.04):
            parts.insert(0, self._of(texts.plain(f"posts/{self._opposite(emotion)}.txt")) + "，但是")
        return self._dressed(self._joined(parts), emotion), EMOTIONS[emotion]

    def note(self) -> Row:
        """What a customer writes in a line, mostly without any liking, with a greeting or a second one sometimes."""
        name = self._of(list(LIKED)) if self._happens(LIKED_NOTES) else self._of(PLAIN)
        lines = texts.plain(f"{name}.txt")
        said = self._of(lines)
        if self._happens(0.15):
            said += self._of(["，", "。", " ", "，"]) + self._of(lines)
        if self._happens(0.1):
            said = self._of(self.words["greeting"]) + said
        if self._happens(0.3):
            said += self._of(["。", "？", "～", "呢", "呀", "啊", "哦", "！", "吧"])
        return self._filled(said), LIKED.get(name, NEUTRAL)

    def message(self, kind: str) -> Row:
        """A short message of a kind, its slots filled, sometimes with a greeting, an emoji or a second sentence."""
        lines = self._messages(kind)
        said = self._of(lines)
        if kind != "other" and self._happens(0.25):
            said += self._of(["，", "。", "！", " ", "，"]) + self._of(lines)
        if self._happens(0.12):
            said = self._of(self.words["greeting"]) + said
        if self._happens(0.15):
            said += self._of(["啊", "呀", "呢", "？", "！", "。", "~", "[doge]", "😂", "🙏", "哈哈", "…"])
        return self._filled(said), kind

    def _messages(self, kind: str) -> list[str]:
        """Mostly what was written for the kind; what people like, dislike or just tell belongs to three of them."""
        if kind in SIGN_OF_KIND and self._happens(0.12):
            return texts.signed(f"phrases/{self._of(self.domains)}.txt")[SIGN_OF_KIND[kind]]
        if kind in SIGN_OF_KIND and self._happens(0.3):
            return _short(OF_GOODS)[SIGN_OF_KIND[kind]]
        if kind == "other" and self._happens(0.12):
            return texts.plain(f"posts/{self._of(TOLD)}.txt")
        if kind == "other" and self._happens(0.3):
            return _short(OF_DAYS)[self._of([texts.LIKING, texts.DISLIKING, texts.NEITHER])]
        if kind in PLAIN_OF_KIND and self._happens(0.3):
            return texts.plain(f"{PLAIN_OF_KIND[kind]}.txt")
        return texts.plain(f"kinds/{kind}.txt")

    def _filled(self, said: str) -> str:
        chance = self.chance
        number = str(chance.choice([50, 100, 200, 300, 500, 800, 1000, 2000, 5000, 10000]))
        letters = "".join(chance.choice("abcdefghkmnqxyz") for _ in range(chance.randrange(3, 7)))
        filled = {
            "p": lambda: self._of(self.words["kinds.p"]),
            "m": lambda: self._of(self.words["kinds.m"]),
            "c": lambda: self._of(self.words["kinds.c"]),
            "n": lambda: number,
            "id": lambda: f"{letters}{chance.randrange(10, 99999)}",
            "t": lambda: f"1{chance.choice('3578')}{chance.randrange(10**8, 10**9)}",
            "e": lambda: f"{letters}@example.com",
        }
        for slot, word in filled.items():
            while f"{{{slot}}}" in said:
                said = said.replace(f"{{{slot}}}", word(), 1)
        return said

    def _phrase(self, domain: str, sign: str) -> str:
        source = domain if self._happens(0.6) else "general"
        said = self._of(texts.signed(f"phrases/{source}.txt")[sign])
        if self._happens(0.15):
            said = self._of(self.words["opening"]) + self._of(["，", "", "", ""]) + said
        return self._maybe(self.words[f"product.{domain}"], 0.15) + said

    def _fact(self, domain: str) -> str:
        """What people tell whether they like it or not; some of it sounds good or bad out of its place."""
        return self._of(texts.plain(f"facts/{domain if self._happens(0.75) else 'general'}.txt"))

    def _contradict(self, parts: list[str], domain: str, sign: str) -> None:
        drawn, other = self.chance.random(), self._phrase(domain, OTHER[sign])
        if drawn < 0.08:
            parts[0] = f"{other}，{self._of(self.words['contrast'])}{parts[0]}"
        elif drawn < 0.12 and sign == texts.LIKING:
            parts.append(self._of(self.words["small-contrast"]) + other)
        elif drawn < 0.16:
            parts[0] = f"虽然{other}，但是{parts[0]}"
        elif drawn < 0.19 and len(parts) > 2:
            parts.insert(self.chance.randrange(len(parts)), other)
        elif drawn < 0.22:
            parts[0] = f"除了{other}，其他都{self._of(['', '还', '挺', '很'])}{parts[0]}"

    def _pool(self, emotion: str) -> list[str]:
        if emotion == "neutral":
            return texts.plain("posts/neutral.txt")
        if self._happens(0.2):
            return texts.signed("posts/virus.txt")[texts.LIKING if emotion == "happy" else texts.DISLIKING]
        if self._happens(0.1):
            return texts.signed("words.txt")[texts.LIKING if emotion == "happy" else texts.DISLIKING]
        return texts.plain(f"posts/{emotion}.txt")

    def _opposite(self, emotion: str) -> str:
        return "sad" if emotion == "happy" else "happy"

    def _dressed(self, said: str, emotion: str) -> str:
        if self._happens(0.25):
            said += "".join(
                self._of(self.words[f"smile.{emotion}"]) for _ in range(self._of([1, 1, 1, 2, 3]))
            )
        if self._happens(0.15):
            said = self._of(self.words["frame"]).format(self._of(self.words["name"])) + " " + said
        if self._happens(0.15 if emotion == "neutral" else 0.03):
            said += " http://t.cn/" + "".join(self._of(ADDRESS_SIGNS) for _ in range(7))
        return said

    def _joined(self, parts: list[str]) -> str:
        said = "".join(part + self._of(self.words["join"]) for part in parts)
        return said.rstrip("，。！,；、~.") if self._happens(0.5) else said

    def _some(self, rate: float, most: int) -> int:
        return min(most, 1 + int(self.chance.expovariate(rate)))

    def _maybe(self, words: list[str], likely: float) -> str:
        return self._of(words) if self._happens(likely) else ""

    def _happens(self, likely: float) -> bool:
        return self.chance.random() < likely

    def _of(self, words: Sequence[Drawn]) -> Drawn:
        return self.chance.choice(words)


@lru_cache
def _short(sources: tuple[str, ...]) -> dict[str, list[str]]:
    """The texts of these files and folders that are as short as messages, by their sign."""
    files = [file for source in sources for file in texts.files(source)]
    told = [row for file in files for row in texts.in_order(file) if len(row[1]) <= LONGEST_MESSAGE]
    return {sign: [text for one, text in told if one == sign] for sign in LABEL}
