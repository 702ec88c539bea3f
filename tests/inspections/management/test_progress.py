import io

from inspections.management.progress import Bars


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_bars_are_drawn_on_a_terminal_one_after_the_other():
    stream = Terminal()
    with Bars(stream) as bars:
        bars.bar("First", 2)(2)
        tick = bars.bar("Second", 10)
        for _number in range(10):
            tick(1)
    drawn = stream.getvalue()
    assert "First: 100%" in drawn
    assert "Second: 100%" in drawn
    assert drawn.index("First") < drawn.index("Second")


def test_nothing_is_drawn_where_nobody_looks():
    stream = io.StringIO()
    with Bars(stream) as bars:
        bars.bar("First", 2)(2)
    assert stream.getvalue() == ""
