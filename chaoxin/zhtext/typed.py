"""How syllables are typed in Latin letters."""

from __future__ import annotations

from itertools import pairwise


def typed_forms(said: tuple[str, ...]) -> list[str]:
    """All strings of letters that stand for the syllables in a stream: nü is nv, and nu or nyu of those who do not
    know; a letter that ends one syllable and begins the next may stand there once, as repeated ones do."""
    whole = "".join(said)
    if "v" not in whole and not any(one[-1] == following[0] for one, following in pairwise(said)):
        return [whole]
    forms = [said[0]]
    for one, following in pairwise(said):
        shared = following[1:] if one[-1] == following[0] else following
        forms = [form + ending for form in forms for ending in dict.fromkeys((following, shared))][:8]
    if not any("v" in form for form in forms):
        return list(dict.fromkeys(forms))
    spelled = [form.replace("v", u) for form in forms for u in ("v", "u", "yu")]
    return list(dict.fromkeys(spelled))
