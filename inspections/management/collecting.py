"""Python's search for objects that only hold each other, put off while hundreds of thousands are made that all stay."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collecting() -> Iterator[None]:
    """Look for none meanwhile: to go through all that is held, again and again, takes a fifth of a load.

    What is not used any more is still given back at once; only circles wait until the end.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
