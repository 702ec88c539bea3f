from inspections.views.offered import feed_of_everything, offered


def test_a_list_is_offered_with_its_parameters_and_without_empty_ones():
    found = offered("recommendation", {"force": ["kent", "avon"], "q": "", "due": "overdue"})
    assert [form["label"] for form in found] == ["CSV", "spreadsheet", "JSON"]
    assert found[0]["url"] == "/recommendations.csv?due=overdue&force=avon&force=kent"
    assert offered("change", {})[2]["url"] == "/changes.json"


def test_a_feed_and_a_calendar_are_offered_where_there_are_some():
    found = offered("recommendation", {"q": "a"}, "recommendation-list-feed", "recommendation-list-calendar")
    assert [form["url"] for form in found[3:]] == ["/recommendations.atom?q=a", "/recommendations.ics?q=a"]
    assert found[4]["type"] == "text/calendar"
    assert feed_of_everything()[0]["url"] == "/changes.atom"
