from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from chaoxin.accounts.testing.cast import Cast, sign_in
from chaoxin.channels.models import Channel
from chaoxin.connectors import registry
from chaoxin.content import adapting, drafting
from chaoxin.content.models import Draft, Variant
from chaoxin.content.testing import rows

HTMX = {"HX-Request": "true"}
MaxQueries = Callable[[int], AbstractContextManager[None]]


def saved(client: Client, draft: Draft, **texts: str) -> object:
    told = {"title": draft.title, "body": draft.body, "summary": "", "link": draft.link, **texts}
    return client.post(
        f"/w/demo/drafts/{draft.pk}/save/", {"expected_number": draft.number, **told}, headers=HTMX
    )


def findings_on(html: str) -> list[dict[str, object]]:
    import html as markup

    start = html.index('data-findings="') + len('data-findings="')
    found: list[dict[str, object]] = json.loads(markup.unescape(html[start : html.index('"', start)]))
    return found


def test_the_composer_marks_the_words_in_the_title(cast: Cast, articles: Channel) -> None:
    draft = rows.draft_with(cast.editor, articles, title="全国第一的桂花乌龙")
    page = sign_in(cast.editor).get(f"/w/demo/drafts/{draft.pk}/").content.decode()
    (finding,) = findings_on(page)
    assert (finding["field"], finding["start"], finding["end"]) == ("title", 0, 4)
    assert 'data-substitute="很受欢迎"' in page


def test_places_are_those_of_the_text_as_typed(cast: Cast, articles: Channel) -> None:
    body = "## 小标题\n\n😀这是**全国第一**的茶"
    draft = rows.draft_with(cast.editor, articles, body=body)
    (finding,) = findings_on(sign_in(cast.editor).get(f"/w/demo/drafts/{draft.pk}/").content.decode())
    assert body[finding["start"] : finding["end"]] == "全国第一"  # type: ignore[index]


def test_saving_answers_the_next_number_and_fresh_checks(cast: Cast, articles: Channel) -> None:
    draft = rows.draft_with(cast.editor, articles)
    answer = saved(sign_in(cast.editor), draft, title="销量第一的茶")
    html = answer.content.decode()  # type: ignore[attr-defined]
    assert f'id="draft-number" name="expected_number" value="{draft.number + 1}"' in html
    assert findings_on(html)[0]["quoted"] == "销量第一"


def test_a_conflict_shows_both_texts_and_saves_nothing(cast: Cast, articles: Channel) -> None:
    draft = rows.draft_with(cast.editor, articles)
    drafting.save(draft, expected_number=draft.number, by=cast.lead, body="负责人写的")
    answer = saved(sign_in(cast.editor), draft, body="小编写的")
    html = answer.content.decode()  # type: ignore[attr-defined]
    assert answer.status_code == 409  # type: ignore[attr-defined]
    assert "李负责" in html
    assert f'data-number="{draft.number + 1}"' in html
    for words in ("负责人", "小编"):
        assert words in html
    assert Draft.objects.get(pk=draft.pk).body == "负责人写的"


def test_line_ends_of_the_browser_are_no_conflict(cast: Cast) -> None:
    draft = rows.draft_with(cast.editor, body="一\n二")
    saved(sign_in(cast.editor), draft, body="一\r\n二")
    assert Draft.objects.get(pk=draft.pk).number == draft.number


def test_what_cannot_be_saved_says_why(cast: Cast) -> None:
    draft = rows.draft_with(cast.editor)
    answer = saved(sign_in(cast.editor), draft, link="ftp://example.com")
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "https://" in answer.content.decode()  # type: ignore[attr-defined]


def test_a_variant_is_saved_with_what_is_its_own(cast: Cast, posts: Channel) -> None:
    draft = rows.draft_with(cast.editor, posts)
    variant = draft.variants.get()
    told = {
        "expected_number": draft.number,
        "form_key": "post",
        "own": ["body"],
        "title": "不算",
        "body": "微博上的说法",
        "link": "https://example.com/x",
        "disclosures": ["advertising"],
    }
    answer = sign_in(cast.editor).post(f"/w/demo/variants/{variant.pk}/save/", told, headers=HTMX)
    assert answer.status_code == 200
    variant.refresh_from_db()
    assert (variant.own_title, variant.own_body, variant.own_link) == (None, "微博上的说法", None)
    assert variant.disclosures == ["advertising"]
    assert "【广告】微博上的说法" in answer.content.decode()


def test_a_missing_declaration_is_added_with_one_click(cast: Cast, posts: Channel) -> None:
    draft = rows.draft_with(cast.editor, posts, body="亲测好用，下单就送")
    page = sign_in(cast.editor).get(f"/w/demo/drafts/{draft.pk}/").content.decode()
    variant = draft.variants.get()
    assert f"/w/demo/variants/{variant.pk}/disclose/" in page
    sign_in(cast.editor).post(f"/w/demo/variants/{variant.pk}/disclose/", {"disclosure": "advertising"})
    variant.refresh_from_db()
    assert variant.disclosures == ["advertising"]


def test_pictures_come_in_by_drop_and_bad_ones_say_why(cast: Cast) -> None:
    draft, client = rows.draft_with(cast.editor), sign_in(cast.editor)
    address = f"/w/demo/drafts/{draft.pk}/pictures/"
    good = client.post(
        address, {"file": SimpleUploadedFile("x.png", rows.picture_bytes("plum"))}, headers=HTMX
    )
    assert good.content.decode().count('class="picture"') == 2
    bad = client.post(address, {"file": SimpleUploadedFile("x.png", b"<script>")}, headers=HTMX)
    assert bad.status_code == 422
    assert "toast" in bad["HX-Trigger"]
    assert client.post(address, {}, headers=HTMX).status_code == 422


def test_picture_files_are_served_only_to_members(cast: Cast) -> None:
    asset = rows.asset(cast.editor)
    for path in (f"pictures/{asset.pk}/", f"pictures/{asset.pk}/160/"):
        answer = sign_in(cast.viewer).get(f"/w/demo/{path}")
        assert answer.status_code == 200
        assert answer["Content-Type"].startswith("image/")
        assert "sandbox" in answer["Content-Security-Policy"]
        assert b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        assert sign_in(cast.stranger).get(f"/w/demo/{path}").status_code == 404
        assert sign_in(cast.stranger).get(f"/w/other/{path}").status_code == 404
        assert Client().get(f"/w/demo/{path}").status_code == 302


def test_the_list_filters_and_archives_many(cast: Cast, articles: Channel) -> None:
    one, other = rows.draft_with(cast.editor, articles, title="甲"), rows.draft_with(cast.lead, title="乙")
    client = sign_in(cast.editor)

    def titles(query: str) -> list[str]:
        return [draft.title for draft in client.get(f"/w/demo/drafts/?{query}").context["page"]]

    assert titles("") == ["乙", "甲"]
    assert titles(f"author={cast.lead.membership.pk}") == ["乙"]  # type: ignore[union-attr]
    assert titles(f"channel={articles.pk}") == ["甲"]
    assert titles("q=甲") == ["甲"]
    assert titles("state=approved") == []
    assert titles("author=nonsense") == ["乙", "甲"]
    client.post("/w/demo/drafts/archive/", {"draft": [str(one.pk), str(other.pk)], "back": "/w/demo/drafts/"})
    assert titles("") == []
    assert set(titles("state=archived")) == {"乙", "甲"}


def test_a_member_limited_to_groups_sees_only_his_drafts(cast: Cast, articles: Channel) -> None:
    theirs, free = rows.draft_with(cast.lead, articles), rows.draft_with(cast.lead, title="没选账号")
    own = rows.draft_with(cast.editor, articles, title="自己的")
    assert cast.editor.membership
    cast.editor.membership.all_channels = False
    cast.editor.membership.save()
    client = sign_in(cast.editor)
    assert {draft.pk for draft in client.get("/w/demo/drafts/").context["page"]} == {free.pk, own.pk}
    assert client.get(f"/w/demo/drafts/{theirs.pk}/").status_code == 404
    assert client.post(f"/w/demo/variants/{Variant.objects.first().pk}/remove/").status_code == 404  # type: ignore[union-attr]


def test_a_viewer_reads_and_types_nothing(cast: Cast, articles: Channel) -> None:
    draft = rows.draft_with(cast.editor, articles)
    page = sign_in(cast.viewer).get(f"/w/demo/drafts/{draft.pk}/").content.decode()
    assert "提交审核" not in page
    assert "composer.js" not in page


def test_pages_take_few_queries(
    cast: Cast, articles: Channel, posts: Channel, django_assert_max_num_queries: MaxQueries
) -> None:
    channels = [articles, posts, rows.article_channel(cast.workspace, external_id="gh_2", name="二号")]
    draft = rows.draft_with(cast.editor, *channels, colors="teal navy")
    for number in range(12):
        rows.draft_with(cast.editor, *channels, title=f"稿 {number}")
    client = sign_in(cast.editor)
    variant = draft.variants.get(channel=articles)
    client.get("/w/demo/drafts/")  # the first page of a session also writes it
    paths = [
        "",
        f"{draft.pk}/",
        f"{draft.pk}/?channel={variant.pk}",
        f"{draft.pk}/history/",
        f"{draft.pk}/review/",
    ]
    for path in paths:
        with django_assert_max_num_queries(20):
            assert client.get(f"/w/demo/drafts/{path}").status_code == 200


def quoted_on(client: Client, draft: Draft) -> list[object]:
    page = client.get(f"/w/demo/drafts/{draft.pk}/").content.decode()
    return [finding["quoted"] for finding in findings_on(page)]


def test_a_title_that_no_account_sends_is_not_held_against_the_draft(
    cast: Cast, articles: Channel, posts: Channel
) -> None:
    draft, client = rows.draft_with(cast.editor, posts, title="全国第一的桂花乌龙"), sign_in(cast.editor)
    page = client.get(f"/w/demo/drafts/{draft.pk}/").content.decode()
    assert findings_on(page) == []
    assert "可以提交" in page
    typed = {"title": "销量第一", "body": "全网最低价"}
    answer = client.post(f"/w/demo/drafts/{draft.pk}/check/", typed, headers=HTMX).content.decode()
    assert {finding["field"] for finding in findings_on(answer)} == {"body"}
    variant = adapting.add(draft, articles, by=cast.editor)
    assert quoted_on(client, draft) == ["全国第一"]
    adapting.change(variant, by=cast.editor, own={"title": "自己的"})
    assert quoted_on(client, draft) == []


def test_without_accounts_the_whole_draft_is_judged(cast: Cast) -> None:
    draft = rows.draft_with(cast.editor, title="全国第一的桂花乌龙")
    assert quoted_on(sign_in(cast.editor), draft) == ["全国第一"]


def test_a_new_draft_names_the_platform_of_each_account(cast: Cast, articles: Channel) -> None:
    page = sign_in(cast.editor).get("/w/demo/drafts/new/").content.decode()
    assert articles.name in page
    assert f'title="{registry.manifest(articles.platform).name}"' in page
    told = {"title": "新稿", "channels": [str(articles.pk)]}
    assert sign_in(cast.editor).post("/w/demo/drafts/new/", told).status_code == 302
    assert Draft.objects.get().variants.get().channel == articles


def test_what_a_platform_objects_to_is_told_in_the_readers_language(cast: Cast, articles: Channel) -> None:
    draft = rows.draft_with(cast.editor, articles, title="")
    address = f"/w/demo/drafts/{draft.pk}/"
    assert "还没有标题。公众号文章必须有标题，请补上。" in sign_in(cast.editor).get(address).content.decode()
    assert cast.editor.membership
    type(cast.editor.membership.user).objects.update(language="en")
    page = sign_in(cast.editor).get(address).content.decode()
    assert "There is no title. An article needs one." in page
    assert "公众号文章必须有标题" not in page


def test_advice_is_told_without_a_button_and_removing_is_one(cast: Cast, articles: Channel) -> None:
    draft = rows.draft_with(cast.editor, articles, body="原价199元现价99元，国家领导人推荐")
    page = sign_in(cast.editor).get(f"/w/demo/drafts/{draft.pk}/").content.decode()
    assert "改法：（写明对比价的时间和地点）" in page
    assert 'data-substitute="（' not in page
    assert 'data-substitute="删去">删去</button>' in page
