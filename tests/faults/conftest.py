"""What all faults share."""

import pytest

from runner.pool import stop
from tests.project import Project


@pytest.fixture(scope="module", autouse=True)
def one_date():
    """MkDocs writes into a page when it was built: two builds are compared to the byte."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "0")
        yield


@pytest.fixture
def sited(tmp_path):
    """A tiny project that has a site already."""
    project = Project.tiny(tmp_path.resolve())
    project.write("site/index.html", "the previous site")
    yield project
    stop()
