"""A long text makes no long page: it is shown in stretches where something was found, page by page."""

from __future__ import annotations

import html as markup
import re

import pytest

from chaoxin.accounts.testing.cast import Cast, sign_in
from chaoxin.compliance import batches
from chaoxin.compliance.asking import Where
from chaoxin.compliance.batches import Asked
from chaoxin.compliance.models import BatchCheck
from chaoxin.compliance.reports import lines, rows
from chaoxin.compliance.texts.items import Item

LARGEST_PAGE = 300_000
SENTENCE = "这款茶全国第一，口味首选，"
DENSE = SENTENCE * 2_300
CLEAN = "今年的桂花乌龙开始卖了，欢迎来店里坐坐。\n"
PARAGRAPHS = CLEAN * 700 + "口味首选。\n" + CLEAN * 700 + "全国第一。\n"


def begin(cast: Cast, text: str) -> BatchCheck:
    made = batches.begin([Asked(Item("", {"text": text}))], name="长文", where=Where(), by=cast.editor)
    assert made.state == "done"
    return made


def rows_in(check: BatchCheck, **wanted: bool) -> list[rows.Row]:
    return list(rows.rows_of(lines.lines_of(check), **wanted))  # type: ignore[arg-type]


def numbers(text: str) -> list[str]:
    return re.findall(r"第 (\d+) 段", text)


@pytest.mark.parametrize("query", ["", "?view=all", "?level=block"])
def test_no_page_of_a_report_is_large_and_together_they_show_everything(cast: Cast, query: str) -> None:
    check = begin(cast, SENTENCE * 500)
    found = check.counts["rules"]
    browser, address = sign_in(cast.editor), f"/w/demo/compliance/check/{check.pk}/{query}"
    seen, next_page = 0, address
    while next_page:
        page = browser.get(next_page).content.decode()
        assert len(page.encode()) < LARGEST_PAGE
        seen += page.count('class="finding-why"')
        more = re.search(r'rel="next" href="([^"]+)"', page)
        next_page = address.partition("?")[0] + markup.unescape(more[1]) if more else ""
    assert seen == sum(counts["findings"] for counts in found.values()) == 1_000


def test_thirty_thousand_characters_make_a_page_like_any_other(cast: Cast) -> None:
    assert len(DENSE) > 29_000
    check = begin(cast, DENSE)
    page = sign_in(cast.editor).get(f"/w/demo/compliance/check/{check.pk}/").content
    assert len(page) < LARGEST_PAGE


def test_only_stretches_with_findings_are_shown_with_their_place(cast: Cast) -> None:
    check = begin(cast, PARAGRAPHS)
    page = sign_in(cast.editor).get(f"/w/demo/compliance/check/{check.pk}/").content.decode()
    assert numbers(page) == ["701", "1402"]
    assert CLEAN.strip() not in page
    everything = rows_in(check, with_clean=True)
    assert (
        "".join(part.text for row in everything for _name, parts in row.texts for part in parts) == PARAGRAPHS
    )


def test_a_filter_goes_by_what_is_in_the_stretch(cast: Cast) -> None:
    check = begin(cast, CLEAN * 400 + "爱买不买。\n" + "全国第一。\n")
    browser = sign_in(cast.editor)
    for query, shown in (("level=block", ["402"]), ("level=warn", []), ("rule=abuse-curse", ["401"])):
        page = browser.get(f"/w/demo/compliance/check/{check.pk}/?{query}").content.decode()
        assert numbers(page) == shown, query


def test_the_files_hold_the_whole_text(cast: Cast) -> None:
    check = begin(cast, DENSE)
    file = sign_in(cast.editor).get(f"/w/demo/compliance/check/{check.pk}/report.html").content.decode()
    assert file.count("全国第一</mark>") > 2_300
    assert file.count("口味") == DENSE.count("口味")


def test_a_text_that_is_looked_at_at_once_shows_the_first_stretches_and_says_how_many_are_left(
    cast: Cast,
) -> None:
    page = sign_in(cast.editor).post("/w/demo/compliance/check/", {"text": DENSE}).content.decode()
    assert len(page.encode()) < LARGEST_PAGE + len(DENSE.encode())
    assert page.count('class="batch-line"') == 30
    assert re.search(r"另有 \d+ 段有命中没有列出", page)
    short = sign_in(cast.editor).post("/w/demo/compliance/check/", {"text": "口味首选"}).content.decode()
    assert "batch-line" not in short


def test_a_stretch_cuts_no_place_and_none_is_much_too_long(cast: Cast) -> None:
    everything = rows_in(begin(cast, "全国第一" + "茶" * 9_000 + "首选"), with_clean=True)
    lengths = [sum(len(part.text) for part in parts) for row in everything for _name, parts in row.texts]
    assert max(lengths) <= 2 * rows.STRETCH_CHARACTERS
    assert sum(lengths) == 9_006
    assert [finding.quoted for row in everything for finding in row.findings] == ["全国第一", "首选"]
