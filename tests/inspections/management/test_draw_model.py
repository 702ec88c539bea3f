import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from inspections.management.commands import draw_model

pytestmark = pytest.mark.once


@pytest.fixture
def place(tmp_path, settings, monkeypatch):
    """A project of its own, so that the real drawing is left alone; drawn by a stand-in that returns its input."""
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()
    monkeypatch.setattr(draw_model.Command, "draw", lambda self, dot: dot)
    return tmp_path / "docs" / "model.svg"


def test_every_model_has_a_box_and_every_reference_an_arrow(place):
    call_command("draw_model")
    drawing = place.read_text()
    for model in apps.get_app_config("inspections").get_models():
        assert f"  {model.__name__} [" in drawing
    assert "StatusUpdate:stated_by -> Body" in drawing
    assert "Inspection:follows_up -> Inspection" in drawing


def test_check_passes_only_while_the_drawing_is_current(place):
    with pytest.raises(CommandError, match=r"not current"):
        call_command("draw_model", check=True)
    call_command("draw_model")
    call_command("draw_model", check=True)
    place.write_text("an older one")
    with pytest.raises(CommandError, match=r"run manage\.py draw_model"):
        call_command("draw_model", check=True)
    assert place.read_text() == "an older one"


def test_without_node_it_says_what_to_do(monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(CommandError, match="npm ci"):
        draw_model.Command().draw("digraph {}")


def test_graphviz_draws_the_graph():
    assert "<svg" in draw_model.Command().draw("digraph { a -> b }")
