"""The tones that texts, tags and buttons are written in can be read on what is behind them, by day and by night."""

from __future__ import annotations

import math
import re

import pytest
from django.contrib.staticfiles import finders

LEAST = 4.5
TAGS = ("red", "orange", "yellow", "green", "azure", "blue", "secondary")
TONES = ("ink", "ink-soft", "accent", "good", "warn", "bad")
GROUNDS = ("bg", "surface", "raised", "sunken")
TINT = 0.1
MODES = ("light", "dark")

Color = tuple[float, float, float]


def tokens() -> dict[str, str]:
    found = finders.find("shell/tokens.css")
    assert isinstance(found, str)
    with open(found) as file:
        return dict(re.findall(r"--([\w-]+):\s*([^;]+);", file.read()))


TOKENS = tokens()


def color(name: str, mode: str) -> Color:
    """Linear red, green and blue of a token."""
    return _read(TOKENS[name], mode)


def _read(value: str, mode: str) -> Color:
    value = value.strip()
    if value.startswith("light-dark("):
        by_day, by_night = re.split(r",\s*(?![^(]*\))", value[len("light-dark(") : -1])
        return _read(by_day if mode == "light" else by_night, mode)
    if value.startswith("var(--"):
        return color(value[len("var(--") : -1], mode)
    if value == "#fff":
        return (1.0, 1.0, 1.0)
    lightness, chroma, hue = (float(part) for part in re.findall(r"[\d.]+", value))
    return _linear(
        lightness / 100, chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    )


def _linear(light: float, a: float, b: float) -> Color:
    """From OKLab, by its definition; what a screen cannot show is shown as near as it can."""
    one = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    two = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    three = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * one - 3.3077115913 * two + 0.2309699292 * three
    green = -1.2684380046 * one + 2.6097574011 * two - 0.3413193965 * three
    blue = -0.0041960863 * one - 0.7034186147 * two + 1.7076147010 * three
    return (_shown(red), _shown(green), _shown(blue))


def _shown(part: float) -> float:
    return min(1.0, max(0.0, part))


def contrast(one: Color, other: Color) -> float:
    lights = [0.2126 * red + 0.7152 * green + 0.0722 * blue for red, green, blue in (one, other)]
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def tinted(tone: Color, ground: Color) -> Color:
    """The tone laid thinly over a ground, as screens do it: by the numbers of sRGB."""
    red, green, blue = (
        _light(_coded(part) * TINT + _coded(behind) * (1 - TINT))
        for part, behind in zip(tone, ground, strict=True)
    )
    return (red, green, blue)


def _coded(light: float) -> float:
    return 12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055


def _light(coded: float) -> float:
    return coded / 12.92 if coded <= 0.04045 else ((coded + 0.055) / 1.055) ** 2.4


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("tag", TAGS)
def test_a_tag_can_be_read_on_its_tint(tag: str, mode: str) -> None:
    tone = color(f"tblr-{tag}", mode)
    for ground in GROUNDS:
        assert contrast(tone, tinted(tone, color(f"shell-{ground}", mode))) >= LEAST, ground


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("tone", TONES)
def test_texts_and_buttons_without_a_ground_of_their_own_can_be_read(tone: str, mode: str) -> None:
    for ground in GROUNDS:
        assert contrast(color(f"shell-{tone}", mode), color(f"shell-{ground}", mode)) >= LEAST, ground


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("tone", ["accent", "warn", "bad"])
def test_what_is_written_on_a_tone_can_be_read(tone: str, mode: str) -> None:
    assert contrast(color("shell-on-tone", mode), color(f"shell-{tone}", mode)) >= LEAST
