"""Public addresses of the register. Names are noun-page; docs and tests rely on both."""

from django.urls import path

from inspections.views import (
    batches,
    changes,
    charts,
    compare,
    corrections,
    forces,
    home,
    inspections,
    machines,
    programmes,
    recommendations,
    responses,
    statements,
    themes,
)

urlpatterns = [
    path("", home.Home.as_view(), name="home"),
    path("recommendations/", recommendations.RecommendationList.as_view(), name="recommendation-list"),
    path("recommendations/<slug:slug>/", recommendations.RecommendationDetail.as_view(), name="recommendation-detail"),
    path("recommendations/<slug:slug>/<slug:body>/", recommendations.ItemDetail.as_view(), name="item-detail"),
    path("forces/", forces.ForceList.as_view(), name="force-list"),
    path("forces/<slug:slug>/", forces.ForceDetail.as_view(), name="force-detail"),
    path("inspections/", inspections.InspectionList.as_view(), name="inspection-list"),
    path("inspections/<slug:slug>/", inspections.InspectionDetail.as_view(), name="inspection-detail"),
    path("programmes/", programmes.ProgrammeList.as_view(), name="programme-list"),
    path("programmes/<slug:slug>/", programmes.ProgrammeDetail.as_view(), name="programme-detail"),
    path("themes/", themes.ThemeList.as_view(), name="theme-list"),
    path("themes/<slug:slug>/", themes.ThemeDetail.as_view(), name="theme-detail"),
    path("responses/", responses.ResponseList.as_view(), name="response-list"),
    path("changes/", changes.ChangeList.as_view(), name="change-list"),
    path("corrections/", corrections.CorrectionList.as_view(), name="correction-list"),
    path("batches/<slug:slug>/", batches.BatchDetail.as_view(), name="batch-detail"),
    path("compare/", compare.Compare.as_view(), name="compare"),
    path("charts/", charts.Charts.as_view(), name="charts"),
    path("methodology/", statements.Methodology.as_view(), name="methodology"),
    path("about/", statements.About.as_view(), name="about"),
    path("accessibility/", statements.Accessibility.as_view(), name="accessibility"),
    path("privacy/", statements.Privacy.as_view(), name="privacy"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("healthz", machines.healthz, name="healthz"),
]
