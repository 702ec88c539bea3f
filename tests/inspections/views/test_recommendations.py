import datetime
import re

import pytest

from inspections.days import today
from tests.answers import read
from tests.make import (
    make_force,
    make_inspection,
    make_item,
    make_part,
    make_recommendation,
    make_succession,
    make_theme,
    make_update,
)

pytestmark = pytest.mark.django_db


def titles(page: str) -> list[str]:
    found = re.findall(r'<h3 class="card__title"><a[^>]*>(.*?)</a>', page)
    return [re.sub("</?mark>", "", title) for title in found]


class TestList:
    def test_a_search_marks_what_it_found_and_puts_first_what_the_words_name(self, client):
        named = make_item("kent-1", text="Keep records.", inspection=make_inspection(published="2019")).recommendation
        make_item(text="See what kent-1 asked for.", inspection=make_inspection(published="2021"))
        page = read(client, "/recommendations/?q=kent-1")
        assert titles(page)[0] == named.text
        assert "See what <mark>kent-1</mark> asked for." in page

    def test_the_best_match_is_offered_with_words_only_and_comes_first_when_asked_for(self, client):
        inspection = make_inspection(published="2022", title="Missing people")
        make_item(text="Train officers.", inspection=inspection)
        make_item(text="Find missing people.", inspection=make_inspection(published="2018"))
        newest = read(client, "/recommendations/?q=missing people")
        assert "best match" in newest
        assert "best match" not in read(client, "/recommendations/")
        best = read(client, "/recommendations/?q=find missing people&sort=best")
        assert titles(best)[0] == "Find missing people."

    def test_it_says_how_many_of_what_and_shows_each_recommendation_once(self, client):
        make_recommendation(to=[make_force(), make_force()], text="Asked of two.")
        make_update(make_item(text="Asked of one."), "planned", on="2021-03-04")
        page = read(client, "/recommendations/")
        assert "2 recommendations to 3 bodies: 3 items." in page
        assert sorted(titles(page)) == ["Asked of one.", "Asked of two."]
        assert "0 of 2 confirmed complete; 2 no progress published" in page
        assert "since 4 March 2021" in page

    def test_a_filter_is_shown_ticked_counted_and_removable(self, client):
        make_item(body=make_force("kent", short_name="Kent"))
        make_item(body=make_force("essex", short_name="Essex"))
        page = read(client, "/recommendations/?force=kent&sort=due")
        assert "1 recommendation to 1 body: 1 item." in page
        assert re.search(r'<input[^>]* name="force"[^>]* value="kent" checked>', page)
        assert "Force or body: <b>Kent</b>" in page
        assert 'class="active-filters__remove" href="/recommendations/?sort=due"' in page
        assert '<input type="hidden" name="sort" value="due">' in page

    def test_search_finds_by_words_of_text_theme_and_body(self, client):
        make_item(text="Find missing children.", body=make_force("kent", name="Kent Police"))
        make_item(text="Repair the cells.", themes=[make_theme(name="Custody")])
        assert titles(read(client, "/recommendations/?q=missing")) == ["Find missing children."]
        assert titles(read(client, "/recommendations/?q=Kent")) == ["Find missing children."]
        assert titles(read(client, "/recommendations/?q=custody")) == ["Repair the cells."]

    @pytest.mark.parametrize(
        ("query", "field", "message"),
        [
            ("force=nowhere", "force", "There is no “nowhere” to choose here."),
            ("status=done", "status", "There is no “done” to choose here."),
            ("due=never", "due", "There is no “never” to choose here."),
            ("voice=loud", "voice", "There is no “loud” to choose here."),
            ("stale=400", "stale", "There is no “400” to choose here."),
            ("inspection=secret", "inspection", "There is no “secret” to choose here."),
            ("published_after=2019-02-30", "published_after", "“2019-02-30” is not in the calendar."),
            ("published_before=soon", "published_before", "“soon” is not a date."),
            ("q=" + "x" * 500, "q", "Only the first 200 characters were looked for."),
        ],
    )
    def test_what_is_not_understood_is_said_beside_its_field(self, client, query, field, message):
        make_item()
        make_inspection("secret", draft=True)
        page = read(client, f"/recommendations/?{query}")
        assert "<title>Error: Recommendations" in page
        assert f'<a href="#filter-{field}">' in page
        beside = re.search(rf'id="filter-{field}-error">.*?</p>', page)
        assert beside is not None
        assert message in beside[0]

    @pytest.mark.parametrize(
        "query",
        ["q=%00", "q=%ff%fe", "q=%22", "q=*", "q=NEAR(a%20b)", "q=-", "q=" + "a*" * 2000, "force=%00&theme=%ff",
         "published_after=99999-01-01", "q[]=1&force[]=2", "page=1&page=1", "%ff=1"],
    )  # fmt: skip
    def test_odd_input_is_no_fault(self, client, query):
        make_item()
        read(client, f"/recommendations/?{query}")

    def test_claim_confirmation_and_silence_can_be_chosen(self, client):
        make_update(make_item(text="Only claimed."), "says-complete", on="2021-01-01")
        make_update(make_item(text="Only confirmed."), "complete", on="2021-01-01")
        make_item(text="Never told.", inspection=make_inspection(published="2024-01-01"))
        assert titles(read(client, "/recommendations/?voice=claimed-not-confirmed")) == ["Only claimed."]
        assert titles(read(client, "/recommendations/?voice=confirmed-not-claimed")) == ["Only confirmed."]
        page = read(client, "/recommendations/?stale=2-years")
        assert titles(page) == ["Never told.", "Only claimed."]
        assert "No news for two years" in page
        assert titles(read(client, "/recommendations/?stale=2-years&as_at=2024-06-30")) == ["Only claimed."]

    def test_an_empty_selection_helps(self, client):
        make_force("kent")
        make_item()
        page = read(client, "/recommendations/?force=kent&status=no-progress")
        assert "Nothing matches all of this" in page
        assert "Without the filter “Force or body”: 1 item" in page

    def test_an_empty_record_says_so(self, client):
        assert "Nothing is loaded yet" in read(client, "/recommendations/")

    def test_pages_keep_the_filters_and_end(self, client):
        inspection, force = make_inspection(), make_force("kent")
        for _ in range(51):
            make_item(inspection=inspection, body=force)
        page = read(client, "/recommendations/?force=kent")
        assert 'href="?force=kent&page=2"' in page
        assert len(titles(page)) == 50
        second = read(client, "/recommendations/?force=kent&page=2")
        assert len(titles(second)) == 1
        assert "page 2 of 2" in second
        assert "recommendations/" in read(client, "/recommendations/?page=3", status=404)

    @pytest.mark.parametrize("page", ["0", "-1", "two", "%00", "9" * 5000])
    def test_a_page_that_cannot_be_is_not_found(self, client, page):
        make_item()
        read(client, f"/recommendations/?page={page}", status=404)

    def test_the_number_of_queries_does_not_grow(
        self, client, django_assert_num_queries, django_assert_max_num_queries
    ):
        def fill(number: int) -> None:
            for _ in range(number):
                make_update(make_item(inspection=make_inspection(), themes=[make_theme()]), "planned")
                make_recommendation(to=[make_force(), make_force()])

        fill(3)
        read(client, "/recommendations/")  # the bitmaps are read once for an edition
        with django_assert_max_num_queries(4) as few:
            read(client, "/recommendations/")
        at_first = len(few)
        fill(22)
        read(client, "/recommendations/")
        with django_assert_num_queries(at_first):
            assert len(titles(read(client, "/recommendations/"))) == 50


class TestRecommendation:
    def test_one_body_has_its_full_history_here(self, client):
        kent = make_force("kent", name="Kent Police")
        item = make_item("kent-a", kent, text="Train everybody.", deadline="immediately")
        make_update(item, "says-complete", on="2021-03-04", reason="All are trained.")
        page = read(client, "/recommendations/kent-a/")
        assert "Recommendation to Kent Police · asked for immediately" in page
        assert '<h1 class="govuk-heading-l app-heading">Train everybody</h1>' in page
        assert "Reported complete, not confirmed" in page
        assert page.count("All are trained.") == 2
        assert "Who says what now" in page
        assert "What happened" in page
        assert "What is not known" in page

    def test_the_way_up_leads_to_the_body_and_the_report(self, client):
        kent = make_force("kent", short_name="Kent")
        make_item("kent-a", kent, inspection=make_inspection("peel", title="PEEL"))
        crumbs = re.findall(r'breadcrumbs__link" href="([^"]+)"', read(client, "/recommendations/kent-a/"))
        assert crumbs == ["/forces/kent/", "/inspections/peel/"]

    def test_several_bodies_have_a_table_with_links_to_each(self, client):
        recommendation = make_recommendation("national", [make_force("kent"), make_force("essex")])
        make_update(recommendation.addressees.get(body__slug="kent"), "planned", on="2021-03")
        page = read(client, "/recommendations/national/")
        assert "Recommendation to 2 bodies" in page
        assert 'href="/recommendations/national/essex/">Essex</a>' in page
        assert '<td data-label="Since">March 2021</td>' in page
        only = read(client, "/recommendations/national/?status=planned")
        assert 'href="/recommendations/national/essex/"' not in only
        assert "There is no such status" in read(client, "/recommendations/national/?status=nonsense")

    def test_parts_have_anchors_and_statuses_of_their_own(self, client):
        recommendation = make_recommendation("whole", number="1")
        parts = [make_part(recommendation, ref=f"part-{n}", number=f"1{n}") for n in "abcd"]
        make_update(parts[0].addressees.get(), "complete")
        page = read(client, "/recommendations/whole/")
        assert "1 of 4 parts confirmed complete" in page
        assert re.findall(r'id="(rec-[^"]+)"', page) == ["rec-1a", "rec-1b", "rec-1c", "rec-1d"]
        assert 'href="/recommendations/part-a/"' in page

    def test_how_often_it_was_raised_is_one_chain(self, client):
        old = make_recommendation("old", inspection=make_inspection(published="2016-05-01"))
        new = make_recommendation("new", inspection=make_inspection(published="2019-05-01"))
        make_succession(old, new)
        page = read(client, "/recommendations/new/")
        assert "Raised twice since 2016" in page
        assert 'href="/recommendations/old/"' in page

    def test_a_corrected_row_stays_and_says_what_corrects_it(self, client):
        item = make_item("kent-a")
        wrong = make_update(item, "complete", on="2022-01-01", reason="A slip.")
        make_update(item, "being-progressed", on="2022-01-01", reason="Put right.", corrects=wrong)
        page = read(client, "/recommendations/kent-a/")
        assert "entry--corrected" in page
        assert "A slip." in page
        assert 'href="#entry-2"' in page
        assert 'href="#entry-1"' in page

    def test_a_recommendation_to_nobody_says_so(self, client):
        make_recommendation("nobody", [])
        assert "Whom this was addressed to is not recorded." in read(client, "/recommendations/nobody/")

    def test_what_is_not_public_is_not_found_and_named_nowhere(self, client):
        tomorrow = (today() + datetime.timedelta(days=1)).isoformat()
        hidden = make_item("hidden", inspection=make_inspection(published=tomorrow), text="Embargoed text.")
        shown = make_item("shown")
        make_succession(shown.recommendation, hidden.recommendation)
        read(client, "/recommendations/hidden/", status=404)
        read(client, f"/recommendations/hidden/{hidden.body.slug}/", status=404)
        assert "mbargoed" not in read(client, "/recommendations/shown/")

    def test_a_former_reference_leads_on_with_its_query(self, client):
        recommendation = make_recommendation("old-ref", [make_force(), make_force()])
        recommendation.refresh_from_db()
        recommendation.ref = "new-ref"
        recommendation.save()
        response = client.get("/recommendations/old-ref/?status=planned")
        assert (response.status_code, response["Location"]) == (308, "/recommendations/new-ref/?status=planned")
        read(client, "/recommendations/never/", status=404)

    def test_the_number_of_queries_does_not_grow(
        self, client, django_assert_num_queries, django_assert_max_num_queries
    ):
        one = make_recommendation("few", [make_force() for _ in range(5)])
        make_update(one.addressees.all()[0], "planned")
        many = make_recommendation("many", [make_force() for _ in range(50)])
        for item in many.addressees.all():
            make_update(item, "planned")
        with django_assert_max_num_queries(12) as few:
            read(client, "/recommendations/few/")
        with django_assert_num_queries(len(few)):
            read(client, "/recommendations/many/")
