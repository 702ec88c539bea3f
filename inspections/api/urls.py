"""Addresses of the API, below /api/. The last one answers for all that are not there."""

from django.urls import path, re_path

from inspections.api import description, endpoint, records, selected, stream

V1 = "api/v1/"

urlpatterns = [
    path("api/", description.ApiPage.as_view(), name="api"),
    path(f"{V1}openapi.json", description.OpenApi.as_view(), name="api-description"),
    path(f"{V1}bodies/", records.BodyList.as_view(), name="api-bodies"),
    path(f"{V1}bodies/<slug:slug>/", records.BodyDetail.as_view(), name="api-body"),
    path(f"{V1}inspections/", records.InspectionList.as_view(), name="api-inspections"),
    path(f"{V1}inspections/<slug:slug>/", records.InspectionDetail.as_view(), name="api-inspection"),
    path(f"{V1}recommendations/", selected.RecommendationList.as_view(), name="api-recommendations"),
    path(f"{V1}recommendations/<slug:slug>/", selected.RecommendationDetail.as_view(), name="api-recommendation"),
    path(f"{V1}items/", selected.ItemList.as_view(), name="api-items"),
    path(f"{V1}items/<slug:slug>/<slug:body>/", selected.ItemDetail.as_view(), name="api-item"),
    path(f"{V1}updates/", selected.UpdateList.as_view(), name="api-updates"),
    path(f"{V1}updates/<slug:slug>/<slug:body>/<int:sequence>/", selected.UpdateDetail.as_view(), name="api-update"),
    path(f"{V1}responses/", records.ResponseList.as_view(), name="api-responses"),
    path(f"{V1}responses/<slug:slug>/<slug:body>/", records.ResponseDetail.as_view(), name="api-response"),
    path(f"{V1}sources/", records.SourceList.as_view(), name="api-sources"),
    path(f"{V1}sources/<slug:slug>/", records.SourceDetail.as_view(), name="api-source"),
    path(f"{V1}changes/", stream.ChangeStream.as_view(), name="api-changes"),
    # A dot would leave out line breaks.
    re_path(rf"^{V1}(?P<rest>[\s\S]*)\Z", endpoint.Nowhere.as_view(), name="api-nowhere"),
]
