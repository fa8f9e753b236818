"""Characters that look like another one, so that one is overlooked for the other."""

from __future__ import annotations

from functools import cache

from .tables import lines

# Nobody takes the characters that texts are full of for a slip of the eye.
EVERYDAY = frozenset(
    "了是在和有他不我的人也为就这上年中你说一到都等着对来与地还要又大而之道以得她个后去将那但从月下把被于时只多过可并能好会出或日由"
    "里用所向已其给很看使前新想却它最见起小高更如再才便没走做让内及听成各事"
)


@cache
def _table() -> dict[str, str]:
    alike: dict[str, dict[str, None]] = {}
    for pair in " ".join(lines("mistaken.txt")).split():
        one, other = pair[0], pair[1]
        alike.setdefault(one, {})[other] = None
        alike.setdefault(other, {})[one] = None
    for line in lines("siblings.txt"):
        alike.setdefault(line[0], {}).update(dict.fromkeys(line[1:]))
    return {
        sign: "".join(other for other in others if other not in EVERYDAY) for sign, others in alike.items()
    }


def siblings(sign: str) -> str:
    """Characters that the eye takes for a common one, the most alike first."""
    return _table().get(sign, "")
