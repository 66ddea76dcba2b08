"""The pages as built, read once."""

import pytest

from tests.site.pages import pages


@pytest.fixture(scope="session")
def every(site):
    """Each page by its path."""
    return pages(site)
