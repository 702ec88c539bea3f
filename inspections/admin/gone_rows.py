"""Rows of a form that somebody else has deleted since it was opened.

Django would put what was typed in such a row into another one, or refuse it for ever. So the row leaves the form if
nothing was typed in it; otherwise it stays as a new row, and saving adds it again.
"""

from collections.abc import Container, Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from .versions import Key, State


def without_gone_rows(
    data: QueryDict, prefix: str, model_form: type[forms.ModelForm], present: Container[Key], kept: Mapping[Key, State]
) -> QueryDict:
    """What was sent, with the rows that are no longer `present` put last and without a key, or left out.

    `kept` says how those rows stood last.
    """
    label = model_form._meta.model._meta.label_lower
    total, initial = (_number(data, f"{prefix}-{name}_FORMS") for name in ("TOTAL", "INITIAL"))
    keys = {number: Key(label, data.get(f"{prefix}-{number}-id", "")) for number in range(min(initial, total))}
    gone = [number for number, key in keys.items() if key not in present]
    if not gone:
        return data
    staying = [number for number in keys if number not in gone]
    typed = [number for number in gone if _was_typed_in(data, f"{prefix}-{number}", model_form, kept.get(keys[number]))]
    order = [*staying, *typed, *range(initial, total)]
    made = QueryDict(mutable=True)
    rows = {number: place for place, number in enumerate(order)}
    for name, values in data.lists():
        number, rest = _place(name, prefix)
        if number is None:
            made.setlist(name, values)
        elif number in rows and not (number in gone and rest in ("id", "DELETE")):
            made.setlist(f"{prefix}-{rows[number]}-{rest}", values)
    made[f"{prefix}-TOTAL_FORMS"], made[f"{prefix}-INITIAL_FORMS"] = str(len(order)), str(len(staying))
    return made


def _number(data: QueryDict, name: str) -> int:
    text = data.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 5 else 0


def _place(name: str, prefix: str) -> tuple[int | None, str]:
    """The number of the row that a box belongs to, and its name within the row."""
    number, _dash, rest = name.removeprefix(f"{prefix}-").partition("-")
    return (int(number), rest) if name.startswith(f"{prefix}-") and number.isdecimal() and rest else (None, "")


def _was_typed_in(data: QueryDict, row: str, model_form: type[forms.ModelForm], state: State | None) -> bool:
    if f"{row}-DELETE" in data:
        return False
    values: Mapping[str, Any] = state.fields if state else {}
    return any(
        field.has_changed(values.get(name), field.widget.value_from_datadict(data, {}, f"{row}-{name}"))
        for name, field in model_form.base_fields.items()
        if name in values or not state
    )
