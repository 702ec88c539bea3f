"""How long a fuzz test runs: a stated number of examples, the same ones each time in CI (tests/conftest.py)."""

from collections.abc import Callable
from typing import Any

import hypothesis
from hypothesis import strategies as st

Test = Callable[..., None]


def fuzzing(examples: int, *strategies: Any) -> Callable[[Test], Callable[[], None]]:
    """Run a function with so many examples of strategies; one that fails is made small and shown."""

    def run(function: Test) -> Callable[[], None]:
        bounded = hypothesis.settings(
            max_examples=examples, deadline=None, database=None, suppress_health_check=list(hypothesis.HealthCheck)
        )

        def called(drawn: tuple[Any, ...]) -> None:
            function(*drawn)

        found: Callable[[], None] = bounded(hypothesis.given(st.tuples(*strategies))(called))
        return found

    return run
