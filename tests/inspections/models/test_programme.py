from inspections.models import Programme, ResponseDuty


def test_its_page_is_named_after_its_slug():
    assert Programme(slug="ncpi", name="Child protection").get_absolute_url() == "/programmes/ncpi/"


def test_every_duty_to_respond_says_its_time_and_none_says_so():
    labels = {duty.value: str(duty.label) for duty in ResponseDuty}
    assert "56 days" in labels["police-act-s55"]
    assert "70 working days" in labels["jtai-statement"]
    assert "28 days" in labels["fire-action-plan"]
    assert "No set time" in labels["none"]
