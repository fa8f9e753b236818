from __future__ import annotations

import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from chaoxin.compliance.texts import archives, items
from chaoxin.compliance.texts.items import Unreadable
from chaoxin.compliance.texts.reading import LARGEST_BYTES, items_of

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(body: str, *, head: str = "", name: str = "word/document.xml") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            name, f'<?xml version="1.0"?>{head}<w:document {W}><w:body>{body}</w:body></w:document>'
        )
    return file.getvalue()


def paragraph(*runs: str) -> str:
    return "<w:p>" + "".join(f"<w:r><w:t>{run}</w:t></w:r>" for run in runs) + "</w:p>"


def xlsx(*rows: list[object]) -> bytes:
    book = Workbook()
    for row in rows:
        assert book.active is not None
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_a_text_in_any_usual_encoding_is_read(encoding: str) -> None:
    [item] = items_of("全国第一的茶，欢迎选购。".encode(encoding), name="a.txt")
    assert item.fields == {"text": "全国第一的茶，欢迎选购。"}


def test_a_document_is_read_whole_with_words_cut_over_runs_joined() -> None:
    body = paragraph("全国", "第一") + "<w:tbl><w:tr><w:tc>" + paragraph("格子") + "</w:tc></w:tr></w:tbl>"
    body += "<w:p><w:del><w:r><w:delText>删掉的</w:delText></w:r></w:del><w:r><w:t>留下的</w:t></w:r></w:p>"
    [item] = items_of(docx(body))
    assert item.fields == {"text": "全国第一\n格子\n留下的"}


def test_each_paragraph_is_a_text_of_its_own_where_asked() -> None:
    found = items_of(docx(paragraph("一") + paragraph("") + paragraph("二")), lines=True)
    assert [(item.place, item.fields["text"]) for item in found] == [("第 1 段", "一"), ("第 2 段", "二")]


def test_a_sheet_gives_an_item_a_row_with_its_headings() -> None:
    found = items_of(xlsx(["标题", "正文"], ["新茶", "今天上市"], [None, None], ["旧茶", 12]))
    assert [item.place for item in found] == ["第 2 行", "第 4 行"]
    assert found[1].fields == {"标题": "旧茶", "正文": "12"}


def test_a_csv_in_gbk_with_quoted_line_breaks_is_read() -> None:
    found = items_of('标题,正文\n"甲","第一行\n第二行"\n乙,丙\n'.encode("gbk"), name="表.CSV")
    assert found[0].fields == {"标题": "甲", "正文": "第一行\n第二行"}
    assert len(found) == 2


def test_a_table_without_headings_keeps_its_first_row() -> None:
    long = "今年的桂花乌龙开始卖了，这一句话比一个标题长得多，不是标题"
    found = items_of(f"{long},二\n三,四\n".encode(), name="a.csv")
    assert found[0].fields == {"第 1 列": long, "第 2 列": "二"}


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "没有读到文字"),
        (b"  \n", "没有读到文字"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "旧版"),
        (b"\x00\x01\x02\x03", "不是文字文件"),
        (b"PK\x03\x04not an archive", "打不开"),
        (docx("", name="other.xml"), "不是 docx"),
        (docx("<w:p>"), "不符合 Word"),
        (b"x" * (LARGEST_BYTES + 1), "10 MB"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        items_of(data)


def test_a_document_that_unpacks_to_far_more_than_it_seems_is_refused() -> None:
    bomb = docx(paragraph("零" * 40_000_000))
    assert len(bomb) < LARGEST_BYTES
    with pytest.raises(Unreadable, match="大得不正常"):
        items_of(bomb)


def test_a_member_that_says_it_is_smaller_than_it_is_is_not_believed() -> None:
    packed = bytearray(docx(paragraph("字" * 5_000)))
    archive = archives.opened(bytes(packed))
    archive.getinfo("word/document.xml").file_size = 10
    with pytest.raises(Unreadable):
        archives.member(archive, "word/document.xml")


def test_entities_are_not_expanded() -> None:
    head = '<!DOCTYPE w:document [<!ENTITY a "啊"><!ENTITY b "&a;&a;&a;">]>'
    with pytest.raises(Unreadable, match="不符合 Word"):
        items_of(docx(paragraph("&b;"), head=head))


def test_an_entity_in_a_workbook_is_refused() -> None:
    source, target = zipfile.ZipFile(io.BytesIO(xlsx(["甲", "乙"], ["丙", "丁"]))), io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            content = source.read(name).decode()
            if name == "xl/worksheets/sheet1.xml":
                content = '<!DOCTYPE x [<!ENTITY a "啊">]>' + content
            archive.writestr(name, content)
    with pytest.raises(Unreadable, match="表格打不开"):
        items_of(target.getvalue())


def test_a_deeply_nested_document_is_refused_and_does_not_end_the_process() -> None:
    nested = "<w:r>" * 20_000 + "</w:r>" * 20_000
    with pytest.raises(Unreadable):
        items_of(docx(f"<w:p>{nested}</w:p>"))


def test_more_than_is_checked_at_once_is_refused() -> None:
    with pytest.raises(Unreadable, match="拆成几份"):
        items.by_line("行\n" * (items.MOST_ITEMS + 1))
    with pytest.raises(Unreadable, match="拆成几份"):
        items.whole("字" * (items.MOST_CHARACTERS + 1))


@given(st.binary(max_size=2_000), st.sampled_from(["a.txt", "a.csv", "a.docx"]), st.booleans())
def test_no_file_does_worse_than_being_refused(data: bytes, name: str, lines: bool) -> None:
    with suppress(Unreadable):
        found = items_of(data, name=name, lines=lines)
        assert found
        assert all(item.fields for item in found)
