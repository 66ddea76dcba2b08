"""What all faults share."""

import pytest


@pytest.fixture(scope="module", autouse=True)
def one_date():
    """MkDocs writes into a page when it was built: two builds are compared to the byte."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "0")
        yield
