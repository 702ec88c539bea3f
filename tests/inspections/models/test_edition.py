"""Editions move with every change that can be public, in the same transaction, and by themselves with an embargo."""

import datetime

import pytest
from django.db import transaction
from django.utils import timezone

from inspections.actions import address_to
from inspections.dataset.loader import load
from inspections.dataset.reader import read
from inspections.models import Inspection, StaffNote
from inspections.models.edition import Edition, edition, move, touched_since
from tests import make

pytestmark = pytest.mark.django_db


def number() -> int:
    return int(str(edition()).partition(".")[0])


def test_it_moves_with_every_row_that_can_be_public():
    before = number()
    theme = make.make_theme()
    assert number() > before
    before = number()
    theme.delete()
    assert number() > before


def test_it_moves_with_links():
    inspection, source = make.make_inspection(), make.make_source()
    before = number()
    inspection.sources.add(source)
    assert number() > before


def test_it_moves_with_an_update_and_with_items():
    item = make.make_item()
    before = number()
    make.make_update(item, "under-way")
    assert number() > before
    before = number()
    address_to(item.recommendation, [make.make_force()])
    assert number() > before


def test_it_moves_once_with_a_load_and_not_with_one_that_adds_nothing(tmp_path):
    (tmp_path / "themes.csv").write_text("slug,name\nnew,New\n")
    before = number()
    assert load(read(tmp_path)).loaded
    assert number() == before + 1
    assert load(read(tmp_path)).loaded
    assert number() == before + 1


def test_it_stays_with_work_on_a_draft_and_moves_when_it_is_published():
    draft = make.make_inspection(draft=True)
    before = number()
    recommendation = make.make_recommendation(to=[], inspection=draft)
    recommendation.themes.clear()
    draft.sources.add(make.make_source())
    draft.title = "Another title"
    draft.save()
    assert number() == before
    draft.draft = False
    draft.save()
    assert number() > before


def test_it_stays_with_what_is_never_public():
    item, account = make.make_item(), make.make_staff()
    before = number()
    StaffNote.objects.create(addressee=item, text="For colleagues.", written_by=account)
    assert number() == before


def test_what_is_undone_leaves_it_where_it_was():
    before = number()
    with transaction.atomic():
        make.make_theme()
        assert number() > before
        transaction.set_rollback(True)
    assert number() == before


def test_an_embargo_that_ends_begins_an_edition_though_nothing_is_written():
    soon = timezone.now() + datetime.timedelta(hours=1)
    Inspection.objects.filter(pk=make.make_inspection().pk).update(public_at=soon)
    move()
    before = edition()
    after = edition(soon + datetime.timedelta(seconds=1))
    assert str(before).isdigit()
    assert str(after) == f"{before}.1"
    assert after.since == soon


def test_an_embargo_that_is_set_is_counted_though_no_edition_begins():
    make.make_inspection()  # with the programme and the inspectorate that the next one shares
    before = number()
    soon = timezone.localtime() + datetime.timedelta(days=1)
    embargoed = make.make_inspection(published=soon.date().isoformat(), published_time=soon.time())
    assert number() == before
    assert str(edition(soon + datetime.timedelta(hours=1))) == f"{before}.1"
    embargoed.draft = True
    embargoed.save()
    assert str(edition(soon + datetime.timedelta(hours=1))) == str(before)


def test_a_clock_that_is_behind_names_another_edition_than_one_that_sees_the_report():
    now = timezone.now()
    Inspection.objects.filter(pk=make.make_inspection().pk).update(public_at=now - datetime.timedelta(seconds=1))
    move()
    behind = edition(now - datetime.timedelta(seconds=2))
    assert str(edition(now)) == f"{behind}.1"
    Inspection.objects.update(public_at=now - datetime.timedelta(hours=2))
    move()
    assert str(edition(now)).isdigit()


def test_it_says_which_items_may_stand_otherwise():
    item, other = make.make_item(), make.make_item()
    before = number()
    make.make_update(item, "under-way")
    assert touched_since(before) == {item.pk}
    other.recommendation.save()
    assert touched_since(before) == {item.pk, other.pk}
    make.make_theme()
    assert touched_since(before) == {item.pk, other.pk}
    assert touched_since(number()) == set()
    move()
    assert touched_since(before) is None


def test_it_does_not_know_the_items_of_editions_that_are_long_gone():
    make.make_theme()
    Edition.objects.update(number=5000)
    assert touched_since(3000) is None


def test_an_empty_record_has_an_edition_too():
    assert str(edition()) == "0"
