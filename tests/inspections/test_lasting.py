"""Names of things for feeds and calendars: the same for ever."""

from inspections.lasting import authority, tag, unique_id


def test_a_tag_is_made_of_the_host_of_the_site_a_fixed_year_and_a_key(rf, settings):
    settings.SITE_URL = "https://tracker.example:8443"
    assert tag(rf.get("/x"), "update/7") == "tag:tracker.example,2026:update/7"


def test_a_site_that_moved_keeps_the_names_of_its_old_host(rf, settings):
    settings.SITE_URL, settings.TAG_AUTHORITY = "https://new.example", "old.example"
    assert authority(rf.get("/")) == "old.example"


def test_a_unique_id_is_the_same_each_time_and_tells_nothing(rf):
    one = unique_id(rf.get("/"), "deadline/1")
    assert one == unique_id(rf.get("/else"), "deadline/1") != unique_id(rf.get("/"), "deadline/2")
    assert "deadline" not in one
