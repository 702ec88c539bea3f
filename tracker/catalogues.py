"""The texts of the site in each language, looked up once.

Django looks for a text in one catalogue after another each time that it is shown, and finds most English ones in none.
A page shows a hundred.
"""

from functools import lru_cache

from django.conf import settings
from django.utils.translation import trans_real

MANY = 20_000  # more texts than there are, with a bound, so that nothing grows for ever


def look_up_once() -> None:
    """Have the catalogue of each language keep what it was asked for. Ask once a process, when the site starts."""
    for code, _name in settings.LANGUAGES:
        catalogue = trans_real.translation(code)
        catalogue.gettext = lru_cache(MANY)(catalogue.gettext)  # type: ignore[method-assign]
