"""Who can sign in to the example company. Knows no Django, so that the demonstration can print it."""

from __future__ import annotations

from dataclasses import dataclass

COMPANY_NAME = "示例企业"
COMPANY_SLUG = "demo"
INDUSTRY = "food"
PASSWORD = "chaoxin-demo"  # noqa: S105 - printed on the screen of everybody who runs the demonstration


@dataclass(frozen=True)
class SignIn:
    role: str
    title: str
    english: str
    name: str
    email: str


SIGN_INS = (
    SignIn("owner", "所有者", "Owner", "欧阳岚", "owner@demo.example"),
    SignIn("lead", "运营负责人", "Lead", "李牧", "lead@demo.example"),
    SignIn("editor", "内容编辑", "Editor", "卞小柠", "editor@demo.example"),
    SignIn("reviewer", "审核人", "Reviewer", "沈知言", "reviewer@demo.example"),
    SignIn("answer_giver", "客服回复", "Answer-giver", "柯念", "answers@demo.example"),
    SignIn("analyst", "数据分析", "Analyst", "舒晓", "analyst@demo.example"),
    SignIn("viewer", "只读成员", "Viewer", "关越", "viewer@demo.example"),
)
