"""Accounts: the bodies that each speaks for, what the roles mean, and that nobody gives either to themselves."""

import pytest
from django.contrib.auth.models import Group

from inspections.models import SpeaksFor
from tests.make import make_account, make_force, make_staff
from tracker.models import AuditEntry

LIST = "/admin/tracker/user/"


@pytest.fixture(autouse=True)
def two_accounts_in_one_request(settings):
    """Whoever is signed in and the account that they look at are two look-ups, and not one for each row."""
    settings.ZEAL_ALLOWLIST = [{"model": "tracker.User", "field": "get()"}]


def sent(account, *bodies, removed=(), **changed):
    """The form of an account as the browser sends it, with these bodies added and these rows removed."""
    rows = list(account.speaks_for.all())
    fields = {
        "username": account.username,
        "is_active": "on",
        "is_staff": "on",
        "groups": list(account.groups.values_list("pk", flat=True)),
        "speaks_for-TOTAL_FORMS": len(rows) + len(bodies),
        "speaks_for-INITIAL_FORMS": len(rows),
    }
    for number, row in enumerate(rows):
        fields |= {f"speaks_for-{number}-id": row.pk, f"speaks_for-{number}-account": account.pk}
        fields[f"speaks_for-{number}-body"] = row.body_id
        if row.body in removed:
            fields[f"speaks_for-{number}-DELETE"] = "on"
    for number, body in enumerate(bodies, len(rows)):
        fields |= {f"speaks_for-{number}-body": body.pk, f"speaks_for-{number}-account": account.pk}
    return fields | changed


def page_of(account):
    return f"{LIST}{account.pk}/change/"


def details(account):
    return list(AuditEntry.objects.filter(account_id=account.pk).order_by("pk").values_list("detail", flat=True))


def test_an_administrator_says_for_whom_an_account_speaks_and_the_audit_list_keeps_it(as_role):
    client, account = as_role("administrator"), make_account("contributor")
    cleveland = make_force("cleveland", name="Cleveland Police")
    assert client.post(page_of(account), sent(account, cleveland)).status_code == 302
    assert [row.body for row in account.speaks_for.all()] == [cleveland]
    assert "Speaks for Cleveland Police." in details(account)
    client.post(page_of(account), sent(account, removed=[cleveland]))
    assert not account.speaks_for.exists()
    assert "Speaks for Cleveland Police no longer." in details(account)


def test_a_body_is_given_once(as_role):
    force = make_force()
    client, account = as_role("administrator"), make_account("contributor", force)
    answer = client.post(page_of(account), sent(account, force))
    assert answer.status_code == 200
    assert account.speaks_for.count() == 1


def test_one_body_is_never_turned_into_another(as_role):
    force, other = make_force(), make_force()
    client, account = as_role("administrator"), make_account("contributor", force)
    client.post(page_of(account), sent(account) | {"speaks_for-0-body": other.pk})
    assert [row.body for row in account.speaks_for.all()] == [force]


def test_nobody_gives_themselves_a_body_or_a_role(as_role):
    client = as_role("administrator")
    contributor = Group.objects.get(name="contributor")
    client.post(page_of(client.account), sent(client.account, make_force(), groups=[contributor.pk]))
    assert not SpeaksFor.objects.exists()
    assert [group.name for group in client.account.groups.all()] == ["administrator"]


@pytest.mark.parametrize("role", ["viewer", "contributor", "editor", "publisher"])
def test_other_roles_do_not_come_near(as_role, role):
    client, account = as_role(role), make_account("contributor")
    assert client.get(page_of(account)).status_code == 403
    assert client.post(page_of(account), sent(account, make_force())).status_code == 403
    assert not SpeaksFor.objects.exists()


def test_the_page_says_what_each_role_means_and_whether_the_public_sees_it(as_role):
    page = as_role("administrator").get(page_of(make_account("contributor"))).content.decode()
    assert "proposes updates in the voice of those bodies" in page
    assert "accepts and returns proposals" in page
    assert "Never public: a contributor proposes updates in the voice of this body" in page


def test_a_new_account_is_made_before_it_gets_bodies(as_role):
    page = as_role("administrator").get(f"{LIST}add/").content.decode()
    assert "speaks_for" not in page


def test_the_list_of_bodies_is_fetched_once_for_all_rows(as_role, django_assert_max_num_queries):
    client, account = as_role("administrator"), make_account("contributor", *[make_force() for _ in range(8)])
    with django_assert_max_num_queries(30):
        client.get(page_of(account))


def test_a_superuser_may_give_bodies_to_anybody(boss):
    account, force = make_staff(), make_force()
    boss.post(page_of(account), sent(account, force))
    assert [row.body for row in account.speaks_for.all()] == [force]


def test_who_changed_an_account_stands_in_its_history(boss):
    account = make_account("viewer", first_name="Jo")
    boss.post(f"{LIST}{account.pk}/change/", sent(account, first_name="Joanna"))
    page = boss.get(f"{LIST}{account.pk}/history/").content.decode()
    assert "Joanna" in page
    assert "boss" in page
    assert account.password not in page
