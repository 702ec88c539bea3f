"""Loading a data package in the browser: send a file, read what it would do, say yes or no."""

import datetime
import hashlib
import io
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from inspections.dataset.checker import Check
from inspections.dataset.loader import load
from inspections.dataset.outcome import outcome
from inspections.dataset.package import MEGABYTE, Limits, Package
from inspections.dataset.reader import read_upload
from inspections.dataset.report import Report
from inspections.dataset.schema import FILES
from inspections.days import today
from inspections.models import Upload
from inspections.scope import LOAD
from tracker.limits import TAKES_FILES

ENDINGS = (".zip", ".xlsx", ".csv")
MOST_BYTES = 20 * MEGABYTE  # of a file
FORM_BYTES = MEGABYTE  # what a form may send beside its file
SWALLOWED_BYTES = 256 * MEGABYTE  # of a file that is too large, so that the browser gets to hear so
# Measured on two idle cores: this many rows are read, checked and written in 7 seconds, in 10 if they come as XLSX, and
# in three times that on a busy machine. A request has 60, and on SQLite others who want to write wait at most 20.
LIMITS = Limits(most_bytes=128 * MEGABYTE, most_rows=30_000)
MANY_ROWS = 5_000  # after which a load takes so long that somebody may wonder
KEPT = datetime.timedelta(days=1)
MOST_NAMED = 50  # inspections


class UploadForm(forms.Form):
    """One file."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "Never public: what is in it is checked first, and becomes part of the register only when you say so. "
            "A zip, a spreadsheet (XLSX) or a CSV file of at most %(most)d MB."
        )
        % {"most": MOST_BYTES // MEGABYTE},
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
        max_length=200,
        error_messages={
            "required": gettext_lazy("Choose a file first."),
            "empty": gettext_lazy("The file is empty. Choose one with a table in it."),
            "max_length": gettext_lazy("The name has %(length)d characters; give the file one of at most %(max)d."),
        },
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if not str(file.name).lower().endswith(ENDINGS):
            raise forms.ValidationError(
                _("“%(name)s” is not of a kind that is taken. Expected a file that ends in .zip, .xlsx or .csv."),
                params={"name": file.name},
            )
        if file.size is None or file.size > MOST_BYTES:
            raise forms.ValidationError(too_large())
        return file


def too_large() -> str:
    return _(
        "The file is too large: at most %(most)d MB are taken here. Send it in parts, or load it on the server, with: "
        "manage.py load_dataset"
    ) % {"most": MOST_BYTES // MEGABYTE}


@admin.register(Upload)
class UploadAdmin(admin.ModelAdmin):
    """The page for uploads. Each is seen by the one who sent it, and never given out again."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(LOAD)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(LOAD) and (obj is None or obj.uploaded_by_id == request.user.pk)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Upload]:
        return Upload.objects.filter(uploaded_by=request.user.pk, uploaded_at__gt=timezone.now() - KEPT)

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        return [
            path("", wrap(self.sent_view), name="inspections_upload_changelist"),
            path("<int:object_id>/change/", wrap(self.report_view), name="inspections_upload_change"),
            path("<int:object_id>/load/", wrap(self.load_view), name="inspections_upload_load"),
            path("<int:object_id>/discard/", wrap(self.discard_view), name="inspections_upload_discard"),
        ]

    # The page, and a file that is sent to it -----------------------------------------------------------------------

    @property
    def sent_view(self) -> Any:
        """The page. A body that is too large is refused before anything looks for a token in it."""

        @csrf_exempt
        def view(request: HttpRequest) -> HttpResponse:
            self._demand(request)
            if request.method == "POST" and _length(request) > MOST_BYTES + FORM_BYTES:
                _swallow(request)
                return self._page(request, UploadForm(), too_large(), status=413)
            answer: HttpResponse = csrf_protect(self.page_view)(request)
            return answer

        setattr(view, TAKES_FILES, True)
        return view

    def page_view(self, request: HttpRequest) -> HttpResponse:
        Upload.objects.filter(uploaded_at__lte=timezone.now() - KEPT).delete()
        if request.method != "POST":
            return self._page(request, UploadForm())
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(request, form, status=413 if too_large() in form.errors.get("file", ()) else 200)
        file = form.cleaned_data["file"]
        content = file.read()
        sha256 = hashlib.sha256(content).hexdigest()
        # The same file again, as by a second click, is the one that waits already.
        upload = self.get_queryset(request).defer("content").filter(name=file.name, sha256=sha256).first()
        if upload is None:
            upload = Upload.objects.create(
                name=file.name, content=content, sha256=sha256, uploaded_by_id=cast(int, request.user.pk)
            )
        return redirect("admin:inspections_upload_change", upload.pk)

    def _page(self, request: HttpRequest, form: UploadForm, refusal: str = "", status: int = 200) -> HttpResponse:
        context = {
            "title": _("Load a data package"),
            "form": form,
            "refusal": refusal,
            "waiting": self.get_queryset(request).defer("content").order_by("-uploaded_at"),
            "files": FILES.values(),
            "most_rows": LIMITS.most_rows,
        }
        return self._answer(request, "page", context, status)

    # What a file would do ------------------------------------------------------------------------------------------

    def report_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        self._demand(request)
        upload = self.get_queryset(request).filter(pk=object_id).first()
        return self._report(request, upload) if upload else self._gone(request, object_id)

    def _report(self, request: HttpRequest, upload: Upload, refusal: str = "", status: int = 200) -> HttpResponse:
        package = _package(upload)
        check = Check(package)
        problems = check.report.problems
        context = {
            "title": _("Check of “%s”") % upload.name,
            "upload": upload,
            "size": len(upload.content),
            "refusal": refusal,
            "problems": problems.shown,
            "problem_count": problems.count,
            "hidden": problems.count - len(problems.shown),
            "notes": check.report.notes,
            "counts": [(FILES[name], counts) for name, counts in check.report.counts.items() if counts.total],
            "coming": outcome(check, today()) if check.report.is_good else None,
            "most_named": f":{MOST_NAMED}",
            "most_named_on": f"{MOST_NAMED}:",
            "is_long": package.rows_read > MANY_ROWS,
        }
        return self._answer(request, "report", context, status)

    def _gone(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Say what became of an upload that is not there: loaded by the same account, or nobody's business."""
        entry = LogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(Upload), object_id=str(object_id), user=request.user.pk
        ).first()
        if entry:
            when = date_format(timezone.localtime(entry.action_time), "DATETIME_FORMAT")
            sentence = _("“%(name)s” was loaded already, on %(when)s. Nothing was loaded again.")
            messages.warning(request, sentence % {"name": entry.object_repr, "when": when})
            return redirect("admin:inspections_upload_changelist")
        sentence = _("There is no such file of yours any more: it was discarded, or it is more than a day old.")
        return self._page(request, UploadForm(), f"{sentence} {_('Send it again.')}", status=404)

    # Yes or no -----------------------------------------------------------------------------------------------------

    def load_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        self._demand(request)
        if request.method != "POST":
            return redirect("admin:inspections_upload_change", object_id)
        upload = self.get_queryset(request).filter(pk=object_id).first()
        if upload is None:
            return self._gone(request, object_id)
        actual = hashlib.sha256(upload.content).hexdigest()
        if not request.POST.get("sha256") == upload.sha256 == actual:
            sentence = _("This is not the file that was checked. Nothing was loaded. Look at the check again.")
            return self._report(request, upload, sentence, status=409)
        package = _package(upload)
        with transaction.atomic():
            # One load of a file at a time: a second one waits here, and then finds that there is nothing to load.
            if not self.get_queryset(request).select_for_update().filter(pk=object_id).values_list("pk"):
                return self._gone(request, object_id)
            report = load(package)
            if report.loaded:
                done = _done(report)
                self.log_addition(request, upload, done)
                upload.delete()
        if not report.loaded:
            sentence = _("The record has changed since the check, and now the file does not fit. Nothing was loaded.")
            return self._report(request, upload, sentence, status=409)
        messages.success(request, _("“%(name)s” was loaded. %(done)s") % {"name": upload.name, "done": done})
        return redirect("admin:inspections_upload_changelist")

    def discard_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        self._demand(request)
        if request.method != "POST":
            return redirect("admin:inspections_upload_change", object_id)
        upload = self.get_queryset(request).defer("content").filter(pk=object_id).first()
        if upload is None:
            return self._gone(request, object_id)
        upload.delete()
        messages.success(request, _("“%s” was discarded. Nothing of it was loaded.") % upload.name)
        return redirect("admin:inspections_upload_changelist")

    # What they share -----------------------------------------------------------------------------------------------

    def _demand(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied

    def _answer(self, request: HttpRequest, name: str, context: dict[str, Any], status: int) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, f"admin/inspections/upload/{name}.html", context, status=status)


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _swallow(request: HttpRequest) -> None:
    """Take in what a browser is still sending, and keep none of it: before that it does not listen for an answer."""
    left = SWALLOWED_BYTES
    while left > 0 and (piece := request.read(min(left, MEGABYTE))):
        left -= len(piece)


def _package(upload: Upload) -> Package:
    return read_upload(upload.name, io.BytesIO(upload.content), LIMITS)


def _done(report: Report) -> str:
    """What a load did, to how many."""
    added = [
        ngettext("%(count)d row in %(file)s", "%(count)d rows in %(file)s", counts.new)
        % {"count": counts.new, "file": FILES[name].path}
        for name, counts in report.counts.items()
        if counts.new
    ]
    unchanged = sum(counts.unchanged for counts in report.counts.values())
    sentence = _("Added: %s.") % ", ".join(added) if added else _("Nothing was added.")
    if unchanged:
        known = ngettext("%d row was recorded already.", "%d rows were recorded already.", unchanged) % unchanged
        return f"{sentence} {known}"
    return sentence
