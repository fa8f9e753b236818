from __future__ import annotations

from django.test import Client

from chaoxin.accounts.testing.cast import Cast, sign_in
from chaoxin.channels.models import Channel
from chaoxin.compliance.models import ApprovalDecision, Override
from chaoxin.content import adapting, drafting, reviewing
from chaoxin.content.models import Draft
from chaoxin.content.testing import rows

HTMX = {"HX-Request": "true"}


def in_review(cast: Cast, *channels: Channel, body: str = "今年的桂花乌龙开始卖了。") -> Draft:
    draft = rows.draft_with(cast.editor, *channels, body=body, colors="teal navy")
    reviewing.submit_for_review(draft, by=cast.editor, note="请看")
    return Draft.objects.get(pk=draft.pk)


def decide(client: Client, draft: Draft, **told: str) -> object:
    requests = [f"{found.pk}:{found.stage}" for found in reviewing.open_requests(draft)]
    return client.post(f"/w/demo/drafts/{draft.pk}/review/decide/", {"request": requests, **told})


def test_a_forbidden_title_is_refused_with_the_words_and_a_substitute(cast: Cast, articles: Channel) -> None:
    draft = rows.draft_with(cast.editor, articles, title="全国第一的桂花乌龙")
    told = {"expected_number": draft.number}
    answer = sign_in(cast.editor).post(f"/w/demo/drafts/{draft.pk}/submit/", told, headers=HTMX)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "全国第一" in html
    assert "很受欢迎" in html
    draft.refresh_from_db()
    assert draft.state == "editing"


def test_submitting_and_withdrawing_by_page(cast: Cast, articles: Channel) -> None:
    draft, client = rows.draft_with(cast.editor, articles), sign_in(cast.editor)
    sent = client.post(f"/w/demo/drafts/{draft.pk}/submit/", {"note": "急"}, headers=HTMX)
    assert sent.headers["HX-Redirect"] == f"/w/demo/drafts/{draft.pk}/"
    assert Draft.objects.get(pk=draft.pk).state == "in_review"
    client.post(f"/w/demo/drafts/{draft.pk}/withdraw/")
    assert Draft.objects.get(pk=draft.pk).state == "editing"


def test_the_reviewer_sees_what_goes_out_and_agrees_to_all(
    cast: Cast, articles: Channel, posts: Channel
) -> None:
    draft, client = in_review(cast, articles, posts), sign_in(cast.reviewer)
    page = client.get(f"/w/demo/drafts/{draft.pk}/review/").content.decode()
    assert page.count("今年的桂花乌龙开始卖了。") == 2
    assert "“请看”" in page
    assert decide(client, draft, word="agree", comment="可以").status_code == 302  # type: ignore[attr-defined]
    assert Draft.objects.get(pk=draft.pk).state == "approved"


def test_rejecting_needs_a_comment_and_keeps_what_was_typed(cast: Cast, articles: Channel) -> None:
    draft, client = in_review(cast, articles), sign_in(cast.reviewer)
    bare = decide(client, draft, word="reject")
    assert bare.status_code == 422  # type: ignore[attr-defined]
    decide(client, draft, word="reject", comment="换一张封面")
    assert Draft.objects.get(pk=draft.pk).state == "editing"
    assert "换一张封面" in client.get(f"/w/demo/drafts/{draft.pk}/review/").content.decode()


def test_what_needs_confirmation_is_agreed_to_only_with_a_reason(cast: Cast, posts: Channel) -> None:
    draft, client = in_review(cast, posts, body="加微信 demo_shop88 领券"), sign_in(cast.reviewer)
    refused = decide(client, draft, word="agree")
    assert refused.status_code == 422  # type: ignore[attr-defined]
    assert ApprovalDecision.objects.count() == 0
    assert decide(client, draft, word="agree", reason="客服企业微信，已报备").status_code == 302  # type: ignore[attr-defined]
    assert Override.objects.get().reason == "客服企业微信，已报备"
    assert Draft.objects.get(pk=draft.pk).state == "approved"


def test_the_second_review_shows_what_changed_since_the_first(cast: Cast, articles: Channel) -> None:
    draft = in_review(cast, articles)
    decide(sign_in(cast.reviewer), draft, word="agree")
    draft.refresh_from_db()
    drafting.save(draft, expected_number=draft.number, by=cast.editor, body="今年的桂花乌龙卖完了。")
    reviewing.submit_for_review(Draft.objects.get(pk=draft.pk), by=cast.editor)
    page = sign_in(cast.reviewer).get(f"/w/demo/drafts/{draft.pk}/review/").content.decode()
    assert "<del>开始</del>卖<ins>完</ins>了。" in page


def test_an_approval_of_older_content_says_so(cast: Cast, articles: Channel) -> None:
    draft = in_review(cast, articles)
    picture = draft.pictures.first()
    assert picture
    picture.asset.provenance = "licensed"
    picture.asset.save()
    page = sign_in(cast.reviewer).get(f"/w/demo/drafts/{draft.pk}/review/").content.decode()
    assert "这份申请不能再用" in page


def test_the_queue_leads_to_the_draft(cast: Cast, articles: Channel) -> None:
    draft = in_review(cast, articles)
    (request,) = reviewing.open_requests(draft)
    page = sign_in(cast.reviewer).get("/w/demo/compliance/").content.decode()
    address = f"/w/demo/slots/approval-subject/{request.pk}/"
    assert address in page
    assert sign_in(cast.reviewer).get(address).headers["Location"] == f"/w/demo/drafts/{draft.pk}/review/"


def test_only_reviewers_decide(cast: Cast, articles: Channel) -> None:
    draft = in_review(cast, articles)
    for actor, status in ((cast.editor, 403), (cast.viewer, 403), (cast.stranger, 404)):
        assert decide(sign_in(actor), draft, word="agree").status_code == status  # type: ignore[attr-defined]
    assert sign_in(cast.viewer).get(f"/w/demo/drafts/{draft.pk}/review/").status_code == 200
    assert sign_in(cast.stranger).get(f"/w/demo/drafts/{draft.pk}/review/").status_code == 404


def test_history_shows_what_changed_and_restores(cast: Cast, articles: Channel) -> None:
    draft = rows.draft_with(cast.editor, articles, body="原来的话")
    first = draft.number
    adapting.change(draft.variants.get(), by=cast.editor, own={"title": "自己的"})
    draft.refresh_from_db()
    drafting.save(draft, expected_number=draft.number, by=cast.editor, body="改过的话")
    draft.refresh_from_db()
    client = sign_in(cast.editor)
    page = client.get(
        f"/w/demo/drafts/{draft.pk}/history/?new={draft.number}&old={first}&look=inline"
    ).content.decode()
    assert "<del>原来</del><ins>改过</ins>的话" in page
    told = {"expected_number": draft.number}
    assert client.post(f"/w/demo/drafts/{draft.pk}/history/{first}/restore/", told).status_code == 302
    assert Draft.objects.get(pk=draft.pk).body == "原来的话"
    assert client.get(f"/w/demo/drafts/{draft.pk}/history/?new=999").status_code == 404
    assert client.post(f"/w/demo/drafts/{draft.pk}/history/{first}/restore/", told).status_code == 409


def test_after_approval_it_is_compared_with_the_approval_before(cast: Cast, articles: Channel) -> None:
    draft, client = in_review(cast, articles), sign_in(cast.reviewer)
    address = f"/w/demo/drafts/{draft.pk}/review/"
    assert "还没有通过过" in client.get(address).content.decode()
    decide(client, draft, word="agree")
    assert "这是第一次通过，没有更早的可比。" in client.get(address).content.decode()
    draft.refresh_from_db()
    drafting.save(draft, expected_number=draft.number, by=cast.editor, body="今年的桂花乌龙卖完了。")
    reviewing.submit_for_review(Draft.objects.get(pk=draft.pk), by=cast.editor)
    decide(client, draft, word="agree")
    page = client.get(address).content.decode()
    assert "和前一次通过的相比" in page
    assert "<del>开始</del>卖<ins>完</ins>了。" in page


def test_the_refusal_counts_what_is_blocked_and_what_is_missing(cast: Cast, articles: Channel) -> None:
    draft = rows.draft_with(cast.editor, articles, title="全国第一的桂花乌龙", body="销量第一。", colors="")
    answer = sign_in(cast.editor).post(f"/w/demo/drafts/{draft.pk}/submit/", headers=HTMX)
    assert "拦截 2 处，平台不收 1 处" in answer.content.decode()
