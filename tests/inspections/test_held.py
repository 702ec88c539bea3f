import pytest

from inspections.held import Held
from inspections.models import Source
from tests import make

pytestmark = pytest.mark.django_db


class Seen:
    """Remembers of what it was told to read."""

    def __init__(self) -> None:
        self.taken: list = []

    def take(self, keys) -> None:
        self.taken.append(keys)


def taken(held: Held) -> list:
    with held.now() as seen:
        return list(seen.taken)


def test_what_is_new_in_the_ledger_is_read_alone():
    item, other = make.make_item(), make.make_item()
    held = Held(Seen)
    assert taken(held) == [None]
    assert taken(held) == [None]
    make.make_update(item, "planned")
    make.make_update(other, "planned")
    assert taken(held) == [None, {item.pk, other.pk}]


def test_anything_else_makes_it_read_everything_anew():
    make.make_update(make.make_item(), "planned")
    held = Held(Seen)
    first = held._found
    assert taken(held) == [None]
    assert held._found is not first
    read = held._found
    Source.objects.all()[0].save()
    assert taken(held) == [None]
    assert held._found is not read


def test_what_fails_in_the_middle_is_read_anew(monkeypatch):
    item = make.make_item()
    held = Held(Seen)
    taken(held)
    make.make_update(item, "planned")
    monkeypatch.setattr(held._found, "take", lambda keys: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        taken(held)
    assert taken(held) == [None]


def test_it_can_be_made_to_forget():
    make.make_item()
    held = Held(Seen)
    taken(held)
    before = held._found
    held.forget()
    assert taken(held) == [None]
    assert held._found is not before
