"""The world on loopback, and the article that the project began with, told in our own words."""

from collections.abc import Iterator

import pytest

from tests.loopback.world import World, world


@pytest.fixture
def here() -> Iterator[World]:
    with world() as made:
        yield made
