"""Every address of the site: the public register, then the staff's door."""

from django.contrib import admin
from django.urls import include, path

from tracker.views.components import Gallery
from tracker.views.readyz import readyz
from tracker.views.single_sign_on import come_back, leave

urlpatterns = [
    path("admin/organisation/", leave, name="organisation-sign-in"),
    path("admin/organisation/back/", come_back, name="organisation-callback"),
    path("admin/", admin.site.urls),
    path("readyz", readyz, name="readyz"),
    path("components/", Gallery.as_view(), name="components"),
    path("", include("inspections.urls")),
]

handler400 = "tracker.views.errors.bad_request"
handler403 = "tracker.views.errors.forbidden"
handler404 = "tracker.views.errors.not_found"
handler500 = "tracker.views.errors.failed"
