"""A client may have much done at once, and pays it back by waiting; others do not notice."""

import pytest
from django.test import RequestFactory

from tracker import budget
from tracker.budget import AT_ONCE, Budget, client_of

pytestmark = pytest.mark.once


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def test_what_one_may_have_at_once_is_had_without_a_wait(clock):
    quarter = Budget(25, clock)
    quarter.spend("a", AT_ONCE)
    assert quarter.wait("a") == 0


def test_more_is_paid_back_at_the_share_of_a_client(clock):
    quarter = Budget(25, clock)
    quarter.spend("a", AT_ONCE + 1.0)
    assert quarter.wait("a") == 4
    clock.now += 3.9
    assert quarter.wait("a") == 1
    clock.now += 0.2
    assert quarter.wait("a") == 0


def test_a_debt_is_never_less_than_none(clock):
    quarter = Budget(25, clock)
    quarter.spend("a", 1.0)
    clock.now += 1_000_000
    quarter.spend("a", AT_ONCE)
    assert quarter.wait("a") == 0
    quarter.spend("a", 0.5)
    assert quarter.wait("a") == 2


def test_in_the_long_run_a_client_gets_its_share_and_no_more(clock):
    quarter = Budget(25, clock)
    worked = 0.0
    while clock.now < 1000 + 3600:
        wait = quarter.wait("a")
        if not wait:
            quarter.spend("a", 0.5)
            worked += 0.5
        clock.now += wait or 0.5
    assert 0.24 * 3600 < worked < 0.26 * 3600 + AT_ONCE


def test_another_client_has_a_budget_of_its_own(clock):
    quarter = Budget(25, clock)
    quarter.spend("a", 500.0)
    assert quarter.wait("a") > 0
    assert quarter.wait("b") == 0


def test_switched_off_it_counts_nothing_and_refuses_nobody(clock):
    off = Budget(0, clock)
    off.spend("a", 1_000_000.0)
    assert off.wait("a") == 0
    assert len(off) == 0


def test_it_does_not_grow_with_the_number_of_clients(clock, monkeypatch):
    monkeypatch.setattr(budget, "MOST_CLIENTS", 3)
    quarter = Budget(25, clock)
    for client in ("a", "b", "c", "a", "d"):
        quarter.spend(client, 100.0)
    assert len(quarter) == 3
    assert quarter.wait("b") == 0  # who asked longest ago is forgotten
    assert quarter.wait("a") > 0


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::9", "2001:db8:1:3::/64"),
        ("", None),
        ("somewhere", None),
    ],
)
def test_a_client_is_an_address_or_a_household_s_network(address, client):
    assert client_of(RequestFactory().get("/", REMOTE_ADDR=address)) == client


def test_only_a_proxy_of_ours_says_who_is_behind_it(settings):
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="198.51.100.9, 192.0.2.1")
    assert client_of(request) == "10.0.0.1"
    settings.PROXY_COUNT = 1
    assert client_of(request) == "192.0.2.1"
