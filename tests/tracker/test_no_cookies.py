import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("cookie", ["x", "y" * 32, "", '"\\"'])
@pytest.mark.parametrize("name", ["sessionid", "csrftoken"])
@pytest.mark.parametrize("path", ["/", "/recommendations/", "/nowhere/", "/healthz"])
def test_a_public_answer_takes_no_notice_of_a_cookie(client, path, name, cookie):
    answer = client.get(path, headers={"Cookie": f"{name}={cookie}"})
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")


def test_a_session_of_the_staff_survives_a_public_page(admin_client):
    before = admin_client.cookies["sessionid"].value
    assert admin_client.get("/").status_code == 200
    assert admin_client.cookies["sessionid"].value == before
    assert admin_client.get("/admin/").status_code == 200


def test_the_staffs_side_deletes_a_cookie_that_it_cannot_read(client):
    answer = client.get("/admin/", headers={"Cookie": "sessionid=x"})
    assert answer.cookies["sessionid"]["max-age"] == 0


def test_the_staffs_side_refuses_a_form_without_a_token():
    assert Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "a"}).status_code == 403
