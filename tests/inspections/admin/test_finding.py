"""Observations and grades on the form of their inspection."""

from tests.make import make_inspection, make_observation, make_theme

LIST = "/admin/inspections/inspection/"


def test_an_observation_shows_its_themes_and_can_be_reworded(boss, db):
    inspection = make_inspection()
    theme = make_theme()
    observation = make_observation(inspection, text="Leaders were comitted.")
    observation.themes.add(theme)
    page = boss.get(f"{LIST}{inspection.pk}/change/")
    formset = page.context["inline_admin_formsets"][0].formset
    assert formset.forms[0].initial["themes"] == [theme]
    sent = {
        "title": inspection.title,
        "slug": inspection.slug,
        "programme": inspection.programme_id,
        "inspectorates": [body.pk for body in inspection.inspectorates.all()],
        "observations-TOTAL_FORMS": 1,
        "observations-INITIAL_FORMS": 1,
        "observations-0-id": observation.pk,
        "observations-0-number": observation.number,
        "observations-0-kind": "strength",
        "observations-0-text": "Leaders were committed.",
        "observations-0-themes": [theme.pk],
    }
    for prefix in ("grades", "recommendations"):
        sent |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    assert boss.post(f"{LIST}{inspection.pk}/change/", sent).status_code == 302
    observation.refresh_from_db()
    assert observation.text == "Leaders were committed."
    assert list(observation.themes.all()) == [theme]


def test_a_grade_can_be_entered_for_any_body(boss, db):
    formset = boss.get(f"{LIST}add/").context["inline_admin_formsets"][1].formset
    assert set(formset.empty_form.fields) >= {"body", "framework", "topic", "grade"}
