"""The pages as built, read once."""

import pytest

from tests.site.pages import NOTEBOOK, pages


@pytest.fixture(scope="session")
def every(site):
    """Each page by its path."""
    return pages(site)


@pytest.fixture(scope="session")
def blocks(every):
    """All blocks but the notebook's, which are cells of one program."""
    return [b for path, page in every.items() if not path.endswith(NOTEBOOK) for b in page.blocks]
