"""The boxes in which staff look for something by its first letters: what cannot be a key is shown as nothing chosen."""

from typing import Any

from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AutocompleteMixin, AutocompleteSelect, AutocompleteSelectMultiple
from django.http import HttpRequest


class _OnlyKeys(AutocompleteMixin):
    """Django asks the database for whatever was sent, and fails where that is no number."""

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        keys = [each for each in value if each and str(each).isascii() and str(each).isdigit() and len(str(each)) < 19]
        return super().optgroups(name, keys, attr)


class _One(_OnlyKeys, AutocompleteSelect):
    pass


class _Several(_OnlyKeys, AutocompleteSelectMultiple):
    pass


class ChoosesWithCare(BaseModelAdmin):
    """A form or its rows whose `autocomplete_fields` can be shown again whatever was sent."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", _One(db_field, self.admin_site, using=kwargs.get("using")))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", _Several(db_field, self.admin_site, using=kwargs.get("using")))
        return super().formfield_for_manytomany(db_field, request, **kwargs)
