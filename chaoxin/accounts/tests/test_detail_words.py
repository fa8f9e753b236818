from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

import chaoxin
from chaoxin.accounts import audit_trail, auditing, detail_words, workspaces
from chaoxin.accounts.models import AuditEntry
from chaoxin.accounts.testing.cast import Cast, bearer, sign_in

PACKAGE = Path(chaoxin.__file__).parent
ASIDE = {"tests", "testing", "migrations", "seeds", "connectors"}
MAKERS = {"_detail", "_about"}


def _details(tree: ast.AST) -> Iterator[ast.AST]:
    """The expressions in a file that become the details of audit lines."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "detail":
            yield node.value
        if isinstance(node, ast.Assign) and any(ast.unparse(target) == "detail" for target in node.targets):
            yield node.value
        if isinstance(node, ast.FunctionDef) and node.name in MAKERS:
            yield node


def _keys_in(path: Path) -> set[str]:
    source = path.read_text()
    if "auditing" not in source:
        return set()
    found = (node for detail in _details(ast.parse(source)) for node in ast.walk(detail))
    dicts = [node for node in found if isinstance(node, ast.Dict)]
    return {str(key.value) for entry in dicts for key in entry.keys if isinstance(key, ast.Constant)}


def _is_named(key: str) -> bool:
    verbs = {name.partition("/")[0] for name in detail_words._keys if name.endswith(f"/{key}")}
    return detail_words.is_named(key) or any(detail_words.is_named(key, verb) for verb in verbs)


def test_every_key_of_a_detail_has_a_word_for_people() -> None:
    files = [path for path in PACKAGE.rglob("*.py") if not ASIDE & set(path.parts)]
    keys = {key for path in files for key in _keys_in(path)}
    assert len(keys) > 40
    assert sorted(key for key in keys if not _is_named(key)) == []


READ: list[tuple[str, dict[str, object], str]] = [
    (
        "member.role_changed",
        {"member": "a@b.cn", "from": "editor", "to": "lead"},
        "成员：a@b.cn；原来：内容编辑；改为：运营负责人",
    ),
    (
        "delivery.hold",
        {"title": "上新", "state": "held", "note": "late"},
        "标题：上新；状态：需处理；说明：错过了时间",
    ),
    ("delivery.stop", {"state": "canceled", "note": "late"}, "状态：已取消；说明：late"),
    ("publishing.freeze", {"reason": "舆情", "scope": ""}, "理由：舆情；范围：整个工作区"),
    ("token.created", {"name": "导出", "scopes": ["audit.read"]}, "名称：导出；权限：查看审计记录"),
    ("rule_pack.delete", {"name": "竞品", "rules": [{"key": "a"}, {"key": "b"}]}, "名称：竞品；规则：2 条"),
    (
        "rule_pack.change",
        {"name": "新", "before": {"name": "旧", "priority": 5}},
        "名称：新；原来：名称 旧，优先级 5",
    ),
    ("objective.set", {"targets": {"followers_gained_month": "0 → 500"}}, "指标：月新增粉丝 0 → 500"),
    (
        "delivery.schedule",
        {"due_at": "2026-11-23T04:00:00+00:00", "content_hash": "ab" * 32},
        "计划时间：2026-11-23 12:00；内容指纹：ababababab…",
    ),
    (
        "approval_policy.set",
        {"stages": [["lead"], ["owner"]], "author_may_approve": False},
        "审核级别：运营负责人、所有者；作者可以自己审：否",
    ),
    ("delivery.cancel", {"note": "", "name": None}, ""),
]


@pytest.mark.parametrize(("verb", "detail", "words"), READ, ids=[case[0] for case in READ])
def test_details_read_as_people_say_them(verb: str, detail: dict[str, object], words: str) -> None:
    reader = detail_words.Reader([(verb, detail)], zone="Asia/Shanghai")
    read = "；".join(f"{word}：{value}" for word, value in reader.read(verb, detail))
    assert read == words


def test_ids_are_told_by_name_with_one_look_for_the_whole_page(
    cast: Cast, django_assert_num_queries: object
) -> None:
    detail = {"channel": str(cast.workspace.pk)}
    for _time in range(3):
        auditing.record("delivery.cancel", by=cast.editor, subject=cast.workspace, detail=detail)
    entries = list(AuditEntry.objects.filter(verb="delivery.cancel"))
    with django_assert_num_queries(1):  # type: ignore[operator]
        lines = audit_trail.lines(entries, zone="Asia/Shanghai")
    assert {line.detail_text for line in lines} == {f"账号：已删除（{str(cast.workspace.pk)[:8]}）"}


def test_the_page_and_the_api_say_it_in_words(cast: Cast, client: Client) -> None:
    workspaces.change(
        cast.workspace, by=cast.owner, name="清溪茶铺", industry="travel", timezone="Asia/Shanghai"
    )
    page = sign_in(cast.owner).get(reverse("accounts:audit", args=["demo"])).content.decode()
    assert "”改为“清溪茶铺”" in page
    assert "”改为“文旅酒店”" in page
    assert "industry" not in page
    (told,) = client.get("/api/v1/audit?verb=workspace.changed", headers=bearer(cast.reviewer)).json()[
        "items"
    ]
    assert {entry["word"] for entry in told["told"]} == {"名称", "行业"}
    assert told["detail"]["industry"][1] == "travel"


def test_moments_are_of_the_zone_and_other_texts_stay() -> None:
    at = datetime(2026, 11, 23, 20, 30, tzinfo=UTC).isoformat()
    reader = detail_words.Reader([], zone="Asia/Shanghai")
    assert reader.read("conversation.snooze", {"until": at}) == [("到", "2026-11-24 04:30")]
    assert reader.read("licence.record", {"until": "2026-12-31"}) == [("到", "2026-12-31")]
    assert reader.read("reply.write", {"text": "2026-一共19个字的普通话没有时间"})[0][1].startswith(
        "2026-一共"
    )


def test_a_line_whose_key_has_no_word_fails_any_test(cast: Cast) -> None:
    with pytest.raises(AssertionError):
        auditing.record("draft.saved", by=cast.editor, subject=cast.workspace, detail={"nobody_knows": 1})
