from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from chaoxin.compliance import judging
from chaoxin.compliance.media_facts import today
from chaoxin.compliance.pictures import findings
from chaoxin.compliance.reading import packs
from chaoxin.compliance.rulebooks import Rulebook
from chaoxin.compliance.rules import Rule
from chaoxin.compliance.values import Finding, JudgedContent, MediaFacts, Seen, Terms, finding_of

RULES = [rule for pack in packs() for rule in pack.rules]
CODE_RULES = [rule for rule in RULES if rule.codes]
LINE = Seen("本店的茶全国最好喝", (0.1, 0.2, 0.45, 0.05))
HASH = "a" * 64


def content(*pictures: MediaFacts, **more: object) -> JudgedContent:
    plain = JudgedContent("any", "post", {"text": "桂花乌龙开卖了。"}, pictures=pictures)
    return replace(plain, **more)  # type: ignore[arg-type]


def look(*pictures: MediaFacts, **more: object) -> list[Finding]:
    return list(judging.look(content(*pictures, **more)).findings)


def named(found: list[Finding], rule: str) -> Finding:
    return next(finding for finding in found if finding.rule == rule)


def test_what_we_come_to_know_of_a_file_leaves_the_hash_as_it_was() -> None:
    plain = MediaFacts(HASH, "own", "茶")
    known = replace(
        plain, key="k", name="茶.png", lines=(LINE,), codes=(LINE,), marked=True, terms=Terms(until=today())
    )
    assert content(plain).hash == content(known).hash
    assert content(plain).hash != content(replace(plain, provenance="licensed")).hash
    assert content(plain, on=date(2030, 1, 1)).hash == content(plain).hash


def test_the_hash_of_a_content_without_anything_said_is_as_it_always_was() -> None:
    """Verdicts, approvals and deliveries of long ago carry it."""
    before = JudgedContent(
        "p",
        "post",
        {"text": "文"},
        pictures=(MediaFacts("s", "own", "图"),),
        links=("l",),
        disclosures=("b", "a"),
        industry="tea",
        rest={"html": "", "pictures": ["x"]},
    )
    assert before.hash == "1064133e7eeb2abf1e440425ee65ea1717163e2c64bf87f132c6f791bd9eda2d"


@pytest.mark.parametrize("said", [{"origin": "ai_generated"}, {"fictional": True}, {"paid": True}])
def test_what_the_author_says_of_it_is_part_of_the_hash(said: dict[str, object]) -> None:
    assert content(**said).hash != content().hash


def test_writing_in_a_picture_is_judged_and_the_place_is_where_it_is_seen() -> None:
    media = MediaFacts(HASH, "own", key="one", name="海报.png", lines=(Seen("开卖了", (0, 0, 1, 0.1)), LINE))
    found = next(finding for finding in look(media) if finding.media == "one")
    assert found.field == "picture-1"
    assert found.quoted in LINE.text
    assert found.box is not None
    left, top, width, height = found.box
    place = LINE.text.index(found.quoted)
    assert left == pytest.approx(0.1 + 0.45 * place / len(LINE.text), abs=1e-3)
    assert width == pytest.approx(0.45 * len(found.quoted) / len(LINE.text), abs=1e-3)
    assert (top, height) == (pytest.approx(0.2), pytest.approx(0.05))


def test_a_word_over_two_lines_is_framed_around_both() -> None:
    lines = (Seen("全国第", (0.1, 0.1, 0.3, 0.1)), Seen("一好茶", (0.1, 0.25, 0.3, 0.1)))
    whole = MediaFacts(HASH, "own", key="one", lines=lines)
    boxes = [finding.box for finding in look(whole) if finding.media == "one" and "第\n一" in finding.quoted]
    assert all(box and box[1] < 0.2 and box[1] + box[3] > 0.3 for box in boxes)


def test_a_stroke_that_was_read_as_a_dash_is_the_numeral() -> None:
    whole = MediaFacts(HASH, "own", key="one", lines=(Seen("全国销量第—", (0.1, 0.1, 0.5, 0.1)),))
    assert [finding.severity for finding in look(whole) if finding.media == "one"] == ["block"]


@pytest.mark.parametrize("line", ["全国销量第", "全国销量第！", "蝉联行业第", "全网第", "口碑稳居第"])
def test_a_rank_whose_last_stroke_was_not_read_asks_a_person(line: str) -> None:
    lines = (Seen(line, (0.1, 0.1, 0.5, 0.1)), Seen("桂花乌龙茶", (0.1, 0.3, 0.5, 0.1)))
    for at in (None, 3.0):
        media = MediaFacts(HASH, "own", key="one", lines=tuple(replace(seen, at=at) for seen in lines))
        (found,) = [finding for finding in look(media) if finding.media == "one"]
        assert found.severity == "confirm"
        assert found.quoted.endswith("第")
        assert found.quoted in line
        assert found.confidence < 0.8
        assert found.box is not None
        assert found.box[1] == 0.1
        assert found.at == at


@pytest.mark.parametrize(
    "said",
    [
        "销量第\n三名",
        "行业第\n2",
        "全国销量第\n十届茶展",
        "第\n一章",
        "请看第",
        "楼梯口右转第",
        "上一届第\n二届",
    ],
)
def test_a_line_that_ends_so_for_another_reason_asks_nobody(said: str) -> None:
    lines = tuple(Seen(line, (0.1, 0.1, 0.5, 0.1)) for line in said.split("\n"))
    media = MediaFacts(HASH, "own", key="one", lines=lines)
    assert [finding for finding in look(media) if finding.media == "one"] == []


def test_only_a_picture_is_read_with_a_stroke_that_is_not_there() -> None:
    assert look(fields={"text": "全国销量第"}) == []


def test_what_stands_in_full_beside_it_is_told_as_it_is() -> None:
    lines = (Seen("行业第一", (0.1, 0.1, 0.5, 0.1)), Seen("全国销量第", (0.1, 0.3, 0.5, 0.1)))
    media = MediaFacts(HASH, "own", key="one", lines=lines)
    found = [finding for finding in look(media) if finding.media == "one"]
    assert [(finding.severity, finding.quoted) for finding in found] == [
        ("block", "行业第一"),
        ("confirm", "全国销量第"),
    ]


def test_a_finding_in_a_video_says_when() -> None:
    media = MediaFacts(HASH, "own", key="film", lines=(replace(LINE, at=12.5),))
    assert {finding.at for finding in look(media) if finding.media == "film"} == {12.5}


def test_a_finding_keeps_its_place_in_the_picture_in_storage() -> None:
    media = MediaFacts(HASH, "own", key="one", lines=(LINE,))
    for finding in look(media):
        assert finding_of(json.loads(json.dumps(finding.as_json()))) == finding
    assert "box" not in next(iter(look(text := MediaFacts(HASH), fields={"text": "全国最好喝"}))).as_json()
    assert text.lines == ()


def code_findings(rule: Rule, said: str) -> list[Finding]:
    media = MediaFacts(HASH, "own", key="one", codes=(Seen(said, (0.5, 0.5, 0.2, 0.2)),))
    platform = next(iter(rule.platforms), "any")
    return list(findings(JudgedContent(platform, "post", {}, pictures=(media,)), Rulebook((rule,), {})))


@pytest.mark.parametrize("rule", CODE_RULES, ids=lambda rule: rule.id)
def test_what_a_code_says_hits_the_rules_that_it_must(rule: Rule) -> None:
    for said in rule.tests.hit:
        (found,) = code_findings(rule, said)
        assert found.quoted == said
        assert found.box == (0.5, 0.5, 0.2, 0.2)
    assert not any(code_findings(rule, said) for said in rule.tests.miss)


def test_a_code_that_leads_to_a_shop_is_a_way_to_buy() -> None:
    media = MediaFacts(HASH, "own", key="one", codes=(Seen("https://item.taobao.com/x", (0, 0, 1, 1)),))
    found = look(media, fields={"text": "亲测好喝，已经回购三次"})
    assert named(found, "disclosure-advertising").severity == "block"
    settled = look(media, fields={"text": "亲测好喝，已经回购三次"}, disclosures=("advertising",))
    assert "disclosure-advertising" not in {finding.rule for finding in settled}


@pytest.mark.parametrize(
    ("terms", "rule"),
    [
        (Terms(until=date(2026, 3, 1)), "licence-expired"),
        (Terms(since=date(2026, 3, 3)), "licence-not-begun"),
        (Terms(platforms=frozenset({"other"})), "licence-elsewhere"),
        (None, "licence-unproven"),
    ],
)
def test_a_licence_that_does_not_cover_the_use_is_found(terms: Terms | None, rule: str) -> None:
    media = MediaFacts(HASH, "licensed", key="one", name="海报.png", terms=terms)
    found = named(look(media, on=date(2026, 3, 2)), rule)
    assert (found.media, found.quoted, found.box) == ("one", "海报.png", None)


def test_the_last_day_of_a_licence_is_still_covered() -> None:
    terms = Terms(since=date(2026, 3, 2), until=date(2026, 3, 2), platforms=frozenset({"any"}))
    assert look(MediaFacts(HASH, "licensed", key="one", terms=terms), on=date(2026, 3, 2)) == []


@pytest.mark.parametrize(
    ("said", "rule", "settles"),
    [
        ({"origin": "ai_generated"}, "disclosure-generated-text", "ai_generated"),
        ({"origin": "ai_assisted"}, "disclosure-assisted-text", "ai_generated"),
        ({"origin": "reposted"}, "disclosure-repost", "repost"),
        ({"fictional": True}, "disclosure-fiction", "fiction"),
        ({"paid": True}, "disclosure-advertising-paid", "advertising"),
        ({"fields": {"text": "图源网络，侵删"}}, "disclosure-repost-likely", "repost"),
        ({"fields": {"text": "情景剧第三集来了"}}, "disclosure-fiction-likely", "fiction"),
        ({"fields": {"text": "亲测好用，到手价 99 元"}}, "disclosure-advertising-priced", "advertising"),
    ],
)
def test_what_the_post_is_calls_for_its_declaration(said: dict[str, object], rule: str, settles: str) -> None:
    assert named(look(**said), rule).discloses == settles
    assert rule not in {finding.rule for finding in look(**said, disclosures=(settles,))}


def test_a_file_that_says_it_was_generated_calls_for_the_mark_whatever_was_declared() -> None:
    found = named(
        look(MediaFacts(HASH, "own", key="one", name="图.png", marked=True)), "disclosure-generated-found"
    )
    assert (found.severity, found.discloses) == ("block", "ai_generated")
    assert "图.png" in found.why


@pytest.mark.parametrize(
    ("known", "rule"),
    [
        ({"provenance": "licensed"}, "licence-unproven"),
        ({"provenance": "unknown"}, "licence-unsaid"),
        ({"provenance": "licensed", "terms": Terms(platforms=frozenset({"other"}))}, "licence-elsewhere"),
        ({"provenance": "own", "unreadable": True}, "picture-unread"),
        ({"provenance": "own", "unseen": True}, "film-unseen"),
    ],
)
def test_what_has_no_name_is_found_all_the_same(known: dict[str, object], rule: str) -> None:
    found = named(look(MediaFacts(HASH, **known)), rule)  # type: ignore[arg-type]
    assert (found.media, "{evidence}" in found.why) == (HASH, False)
