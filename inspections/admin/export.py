"""Taking a list out as a file: the rows that its filters and its search leave, all pages of them."""

import tempfile
from collections.abc import Iterable
from contextlib import ExitStack
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ERROR_FLAG, PAGE_VAR
from django.core.exceptions import PermissionDenied
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    StreamingHttpResponse,
)
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from inspections.dataset.schema import FILE_OF
from inspections.dataset.selection import EVERYTHING, Selection
from inspections.days import today
from inspections.exports.as_csv import as_csv
from inspections.exports.as_xlsx import About, as_xlsx
from inspections.exports.files import table_of
from inspections.exports.items import items
from inspections.exports.table import Table
from inspections.models import Addressee
from inspections.scope import SEE_ALL
from tracker.room import NoRoom, needing_room, try_later

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMS = {"csv": "CSV", "xlsx": "XLSX"}
# A spreadsheet is whole before its first byte can be sent. So many items were measured to be ready in half the time
# that a request has; a CSV is sent while it is made.
MOST_IN_A_SPREADSHEET = 100_000
HELD_IN_MEMORY = 4 * 1024 * 1024  # bytes of a finished spreadsheet; a larger one lies on disk


class Exports(admin.ModelAdmin):
    """A list that can be downloaded: items in columns of their own, every other noun in those of the data package.

    The rows are those of the list itself, so that nobody takes out what they could not see in it.
    """

    def get_urls(self) -> list[Any]:
        if self.model not in FILE_OF:
            return super().get_urls()
        return [
            path(
                f"export/{form}/",
                self.admin_site.admin_view(self.export_view),
                {"form": form},
                name=f"{self._list_name('export')}_{form}",
            )
            for form in FORMS
        ] + super().get_urls()

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The list, which knows where it can be downloaded: `downloads` holds the name and address of each form."""
        changelist: Any = super().get_changelist_instance(request)
        if self.model in FILE_OF:
            query = changelist.get_query_string(remove=[PAGE_VAR, ERROR_FLAG])
            changelist.downloads = [
                (label, reverse(f"admin:{self._list_name('export')}_{form}") + query) for form, label in FORMS.items()
            ]
        return changelist

    def export_view(self, request: HttpRequest, form: str) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        listed = f"admin:{self._list_name('changelist')}"
        try:
            changelist = self.get_changelist_instance(request)
        except IncorrectLookupParameters:
            messages.error(request, _("The list was not taken out: a filter in the address was not understood."))
            return redirect(listed)
        if form == "xlsx" and changelist.result_count > MOST_IN_A_SPREADSHEET:
            sentence = _(
                "These are %(count)d rows; a spreadsheet is made of at most %(most)d. Filter, or take the CSV."
            )
            messages.error(request, sentence % {"count": changelist.result_count, "most": MOST_IN_A_SPREADSHEET})
            return redirect(reverse(listed) + changelist.get_query_string())
        table = self.exported(request)
        rows = table.rows(changelist.queryset)
        name = table.file_name(today(), form)
        if form == "xlsx":
            return _spreadsheet(table, rows, self._about(request, changelist), name)
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return StreamingHttpResponse(as_csv(table, rows), content_type="text/csv; charset=utf-8", headers=headers)

    def exported(self, request: HttpRequest) -> Table:
        """The columns for this list. A cell names nothing that the account could not see."""
        if self.model is Addressee:
            return items(today())
        sees_all = request.user.has_perm(SEE_ALL)
        return table_of(FILE_OF[self.model], EVERYTHING if sees_all else Selection(today()))

    def _about(self, request: HttpRequest, changelist: Any) -> About:
        chosen = [
            f"{spec.title}: {choice['display']}"
            for spec in changelist.filter_specs
            for choice in spec.choices(changelist)
            if choice.get("selected")
        ]
        if changelist.query:
            chosen.append(_("search: %s") % changelist.query)
        address = reverse(f"admin:{self._list_name('changelist')}") + changelist.get_query_string(remove=[PAGE_VAR])
        return About(
            source=str(self.admin_site.site_header),
            address=request.build_absolute_uri(address),
            selection="; ".join(map(str, chosen)) or _("the whole list"),
            made_at=timezone.localtime(),
            remark=_("Made for staff: it may hold what is not public yet."),
        )

    def _list_name(self, act: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{act}"


def _spreadsheet(table: Table, rows: Iterable[list[str]], about: About, name: str) -> HttpResponseBase:
    try:
        with needing_room():
            return _made(table, rows, about, name)
    except NoRoom:
        return try_later()


def _made(table: Table, rows: Iterable[list[str]], about: About, name: str) -> HttpResponseBase:
    with ExitStack() as unless_sent:
        stream = unless_sent.enter_context(tempfile.TemporaryFile())
        as_xlsx(stream, table, rows, about)
        is_small = stream.tell() <= HELD_IN_MEMORY
        stream.seek(0)
        if is_small:
            headers = {"Content-Disposition": f'attachment; filename="{name}"'}
            return HttpResponse(stream.read(), content_type=XLSX, headers=headers)
        unless_sent.pop_all()  # the answer closes it
        return FileResponse(stream, as_attachment=True, filename=name, content_type=XLSX)
