from __future__ import annotations

from django.urls import path

from .views import crops, drafts, history, pictures, recodings, reviews, trials, variants, videos

app_name = "content"
urlpatterns = [
    path("drafts/", drafts.index, name="drafts"),
    path("drafts/new/", drafts.create, name="draft_new"),
    path("drafts/archive/", drafts.archive_many, name="archive_many"),
    path("drafts/<uuid:pk>/", drafts.show, name="draft"),
    path("drafts/<uuid:pk>/save/", drafts.save, name="save"),
    path("drafts/<uuid:pk>/archive/", drafts.archive, name="archive"),
    path("drafts/<uuid:pk>/unarchive/", drafts.unarchive, name="unarchive"),
    path("drafts/<uuid:pk>/copy/", drafts.copy, name="copy"),
    path("drafts/<uuid:pk>/channels/", variants.add, name="variant_add"),
    path("drafts/<uuid:pk>/pictures/", pictures.upload, name="picture_upload"),
    path("drafts/<uuid:pk>/pictures/order/", pictures.reorder, name="picture_order"),
    path("drafts/<uuid:pk>/pictures/<uuid:asset>/detach/", pictures.detach, name="picture_detach"),
    path("drafts/<uuid:pk>/pictures/<uuid:asset>/describe/", pictures.describe, name="picture_describe"),
    path("drafts/<uuid:pk>/video/", videos.put, name="video_put"),
    path("drafts/<uuid:pk>/video/remove/", videos.remove, name="video_remove"),
    path("drafts/<uuid:pk>/video/cover/", videos.cover, name="video_cover"),
    path("drafts/<uuid:pk>/video/recodings/", recodings.show, name="recodings"),
    path("drafts/<uuid:pk>/video/recodings/begin/", recodings.begin, name="recode"),
    path(
        "drafts/<uuid:pk>/video/recodings/<uuid:recoding_pk>/cancel/",
        recodings.cancel,
        name="recoding_cancel",
    ),
    path("drafts/<uuid:pk>/history/", history.index, name="history"),
    path("drafts/<uuid:pk>/history/<int:number>/restore/", history.restore, name="restore"),
    path("drafts/<uuid:pk>/submit/", reviews.submit, name="submit"),
    path("drafts/<uuid:pk>/withdraw/", reviews.withdraw, name="withdraw"),
    path("drafts/<uuid:pk>/review/", reviews.show, name="review"),
    path("drafts/<uuid:pk>/review/decide/", reviews.decide, name="decide"),
    path("channels/<uuid:pk>/trials/", trials.begin, name="trial"),
    path("variants/<uuid:pk>/save/", variants.save, name="variant_save"),
    path("variants/<uuid:pk>/disclose/", variants.disclose, name="variant_disclose"),
    path("variants/<uuid:pk>/remove/", variants.remove, name="variant_remove"),
    path("variants/<uuid:pk>/crops/<uuid:asset>/", crops.use, name="crop_use"),
    path("variants/<uuid:pk>/crops/<uuid:asset>/undo/", crops.undo, name="crop_undo"),
    path("videos/<uuid:asset>/moments/<int:place>/", videos.moment, name="video_moment"),
    path("pictures/<uuid:asset>/", pictures.file, name="picture"),
    path("pictures/<uuid:asset>/<int:width>/", pictures.thumbnail, name="picture_thumbnail"),
]
