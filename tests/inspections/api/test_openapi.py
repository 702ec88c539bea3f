"""The API keeps to its own description: schemathesis asks for all that it allows, and for what it does not.

The requests are the same each time and bounded in number. They go to the WSGI application in this process, and so meet
the record of the test.
"""

import re
from collections.abc import Callable
from typing import Any

import hypothesis
import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from schemathesis.config import ChecksConfig, PositiveDataAcceptanceConfig, ProjectConfig, ProjectsConfig
from schemathesis.config import SchemathesisConfig as Config

from inspections.api.description import description
from tests.fuzz.count import Count

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_open")]

EXAMPLES = 25  # for each address, besides the edges of every parameter

# The description cannot know which slugs are on the record, that a day has not come yet, or which cursors were given:
# a value of the right form may be refused with 400. Everything else is as strict as schemathesis comes.
REFUSED_TOO = ["2xx", "3xx", "400", "404"]

config = Config(
    projects=ProjectsConfig(
        default=ProjectConfig(
            checks=ChecksConfig(positive_data_acceptance=PositiveDataAcceptanceConfig(expected_statuses=REFUSED_TOO))
        )
    )
)
schema: Any = schemathesis.openapi.from_dict(description(), config=config)
# Without the kept answers in front: they read the edition by a connection that does not see the record of a test.
schema.app = get_wsgi_application()


@pytest.fixture
def asked(counting: Callable[[str], Count]) -> Count:
    return counting("requests to the API by its description")


def described(path: str) -> Any:
    """The test of one address."""

    @schema.include(path=path).parametrize()
    @hypothesis.settings(
        max_examples=EXAMPLES,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    def test(case: Any, record: dict[str, Any], asked: Count) -> None:
        asked.one()
        case.call_and_validate()

    return test


# One function for each: schemathesis gives all tests of a function one id, and xdist runs one test for an id.
for _path in description()["paths"]:
    _name = "_".join(re.findall(r"\w+", _path))
    globals()[f"test_every_answer_of_{_name}_is_as_described"] = described(_path)
