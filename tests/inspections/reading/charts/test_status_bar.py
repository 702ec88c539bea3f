from inspections.reading.charts.status_bar import status_bar


def test_a_bar_lists_what_there_is_in_the_order_of_the_statuses():
    bar = status_bar("all", {"superseded": 1, "under-way": 3}, "4 items", lambda status: f"/?status={status}")
    assert [(s.status.value, s.count, s.url) for s in bar["segments"]] == [
        ("under-way", 3, "/?status=under-way"),
        ("superseded", 1, "/?status=superseded"),
    ]
    assert bar["total"] == 4
