"""Pieces of text that, repeated, made some reading of text take time by the square of its length."""

from __future__ import annotations

HOSTILE = (
    *(
        "v:",
        "a@",
        "a.",
        "1",
        "1 ",
        "一",
        "12345a",
        "微信",
        "a",
        "a ",
        "a点",
        "6222 ",
        "http://",
        "最",
        "最好的",
        "的",
    ),
    *(
        "1.",
        "1-",
        "1,000",
        "零",
        "点",
        "👍",
        "加我",
        "1年1月",
        "周一",
        "百分之九",
        "\u200b",
        "q群",
        "第一的",
        "\n",
        "(",
        "月",
    ),
)
