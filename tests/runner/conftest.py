"""A project of its own for each test: a folder with snippets, checked by the real runner."""

import pytest

from runner.pool import stop
from tests.project import Project


@pytest.fixture
def project(tmp_path):
    yield Project(tmp_path.resolve())
    stop()
