"""Private details in a text: e-mail addresses, telephone numbers, and the numbers by which officers are known.

Nothing here forbids anything. It finds what somebody should be asked about before it becomes public.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class DetailKind(models.TextChoices):
    """What kind of detail it looks like."""

    EMAIL = "email", _("an e-mail address")
    TELEPHONE = "telephone", _("a telephone number")
    COLLAR_NUMBER = "collar-number", _("an officer's number")


@dataclass(frozen=True)
class Detail:
    """One detail as it stands in the text."""

    kind: DetailKind
    text: str


# What may look like a telephone number and is none, and web addresses, which may hold anything.
_PASSED_OVER: Final = re.compile(
    r"\b(?:https?://|www\.)[^\s<>]+"
    r"|(?<!\d)(?<!\d[./-])\d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d{2})(?![./-]?\d)"  # 30/06/2019
    r"|(?<!\d)(?<!\d-)\d{4}-\d{2}-\d{2}(?!-?\d)"  # 2019-06-30
    r"|\b(?:ISBN|ISSN|UPRN|CRN|URN|reference|ref|company (?:number|no)|charity (?:number|no))(?:-1[03])?\b[\s.:]{0,3}"
    r"\d[\dX -]*",
    re.IGNORECASE,
)

_EMAIL: Final = re.compile(r"[\w.+'’-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}")

# Ofcom, National Telephone Numbering Plan: a number written within the country begins with 0 and has ten digits after
# it (nine in some places). From abroad +44 or 0044 stands for that 0. 4 and 6 are not given out after it.
_TELEPHONE: Final = re.compile(
    r"(?<![\w/£$€#-])(?<!\d[.:])"  # neither within a word, a path, a time, nor a sum of money
    r"(?:(?:\+|\b00)\s?44[\s.-]*(?:\(\s?0\s?\))?|\(?\s?0)"
    r"(?P<rest>(?=[\s.()–-]{0,3}[1235789])(?:[\s.()–-]{0,3}\d){9,10})"
    r"(?![\d%])(?!\s?per\s?cent)"
)
_DIGITS_TOGETHER: Final = re.compile(r"\d{3}")  # 0 1 2 3 4 5 6 7 8 9 is a list and no number

# A rank is in capitals where it is short: “ds 2015” is none.
_RANKS: Final = r"(?:T/|A/|T|A)?(?:PC|WPC|PS|DC|DS|DI|PCSO|SC|Sgt|Insp)"
_RANKS_IN_FULL: Final = r"(?:constable|sergeant|inspector|community support officer)"
_NUMBERED: Final = r"(?i:(?:collar|warrant)\s)?(?i:numbers?|nos?|nr)\b\.?\s?"
_NOT_A_DATE_OR_COUNT: Final = (
    r"(?![-/,.:]?\d)(?!\s?(?:%|per\s?cent|hours?\b|days?\b|weeks?\b|months?\b|years?\b|minutes?\b|times\b))"
)
_COLLAR_NUMBERS: Final = (
    # PC 1234, PS 0417 Smith, DC1234, PC/1234, PC No. 1234, PC 1234A
    re.compile(rf"\b{_RANKS}(?:[\s/]{{0,2}}|\s{_NUMBERED})[A-Z]{{0,2}}\d{{2,6}}[A-Z]{{0,2}}\b{_NOT_A_DATE_OR_COUNT}"),
    # Constable 1234, sergeant no. 12
    re.compile(rf"\b{_RANKS_IN_FULL}\s(?:{_NUMBERED}\d{{2,6}}|\d{{3,6}})\b{_NOT_A_DATE_OR_COUNT}", re.IGNORECASE),
    # collar number 1234, warrant no. 123456, badge 1234, collar no: 77 AB
    re.compile(
        r"\b(?:collar|warrant|badge|shoulder|epaulette)\b\s?(?:card\s)?(?:(?:numbers?|nos?|nr)\b\.?|#)?"
        rf"\s?(?:is|was|:|#)?\s?(?:[A-Z]{{1,2}}\s?)?\d{{2,7}}[A-Z]{{0,2}}\b{_NOT_A_DATE_OR_COUNT}",
        re.IGNORECASE,
    ),
)


def found(text: str) -> list[Detail]:
    """The private details that a text seems to hold, each once, in the order in which they stand."""
    plain = _PASSED_OVER.sub(lambda passed: "|" * len(passed[0]), text)
    seen: dict[Detail, int] = {}
    for start, detail in (*_emails(plain), *_telephones(plain), *_collar_numbers(plain)):
        seen[detail] = min(start, seen.get(detail, start))
    return sorted(seen, key=lambda detail: (seen[detail], detail.kind))


def _emails(text: str) -> Iterator[tuple[int, Detail]]:
    for match in _EMAIL.finditer(text):
        yield match.start(), Detail(DetailKind.EMAIL, match[0].lstrip("'’.-"))


def _telephones(text: str) -> Iterator[tuple[int, Detail]]:
    for match in _TELEPHONE.finditer(text):
        if _DIGITS_TOGETHER.search(match[0]):
            yield match.start(), Detail(DetailKind.TELEPHONE, " ".join(match[0].split()))


def _collar_numbers(text: str) -> Iterator[tuple[int, Detail]]:
    for pattern in _COLLAR_NUMBERS:
        for match in pattern.finditer(text):
            yield match.start(), Detail(DetailKind.COLLAR_NUMBER, " ".join(match[0].split()))
