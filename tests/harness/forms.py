"""What a browser would send: the boxes of a page's form as they stand in its HTML."""

from html.parser import HTMLParser
from typing import Any


class _Boxes(HTMLParser):
    def __init__(self, form_id: str | None):
        """form_id: None for all forms of the page."""
        super().__init__()
        self.form_id, self.within = form_id, False
        self.boxes: dict[str, list[str]] = {}
        self.select = self.textarea = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = dict(attributes)
        name, value = values.get("name") or "", values.get("value") or ""
        if tag == "form":
            self.within = self.form_id is None or values.get("id") == self.form_id
        if not self.within:
            return
        if tag == "textarea":
            self.textarea = name
            self.boxes.setdefault(name, []).append("")
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in values:
            self.boxes.setdefault(self.select, []).append(value)
        elif tag == "input" and name and self._is_sent(values):
            self.boxes.setdefault(name, []).append(value or "on" if values.get("type") == "checkbox" else value)

    @staticmethod
    def _is_sent(values: dict[str, str | None]) -> bool:
        return values.get("type") not in ("submit", "radio", "checkbox") or "checked" in values

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.boxes[self.textarea][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.textarea:
            # A browser leaves out the line break that follows the opening tag.
            text = self.boxes[self.textarea][-1]
            self.boxes[self.textarea][-1] = text.removeprefix("\r").removeprefix("\n")
            self.textarea = ""
        elif tag == "form":
            self.within = False


def boxes(html: str, form_id: str) -> dict[str, Any]:
    """Name and values of every box of the form, as Django's test client takes them; rows that are templates are not."""
    parser = _Boxes(form_id)
    parser.feed(html)
    assert parser.boxes, f"The page has no form {form_id}."
    return {name: values for name, values in parser.boxes.items() if "__prefix__" not in name}


def all_boxes(html: str) -> dict[str, list[str]]:
    """Name and values of every box of all forms of a page; none where it has no form."""
    parser = _Boxes(None)
    parser.feed(html)
    return {name: values for name, values in parser.boxes.items() if "__prefix__" not in name}
