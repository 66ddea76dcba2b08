"""Python in the page after the network has gone: what was loaded runs, and can be stopped."""

import pytest

from tests.browser.pressing import LONG, await_spares, press_run, start, status

LOOP = "while True:\n    pass"
SUM = "import numpy\nprint(numpy.arange(4).sum() * 7)"
pytestmark = pytest.mark.xdist_group("run")


def test_what_is_loaded_runs_offline_and_what_is_not_is_named(fresh):
    assert press_run(fresh, "print(1)") == "edited"
    await_spares(fresh)
    fresh.context.set_offline(True)
    assert press_run(fresh, SUM) == "edited"
    assert "42" in fresh.inner_text(".run-result ins")
    assert press_run(fresh, "import scipy") == "lost"
    assert "scipy" in status(fresh)
    assert "See whether you are online" in status(fresh)
    assert press_run(fresh, SUM) == "edited"  # the list of files cannot be read anew: the old holds
    fresh.context.set_offline(False)
    assert press_run(fresh, "import scipy\nprint(6 * 7)") == "edited"


def test_it_starts_anew_offline_where_nothing_but_its_own_store_answers(fresh):
    """Not even the browser's cache of scripts: every request fails from here on."""
    assert press_run(fresh, SUM) == "edited"
    await_spares(fresh)
    fresh.context.route("**/*", lambda route: route.abort())
    for _ in range(3):
        start(fresh, LOOP)
        fresh.locator(".run-doing button:has-text('Stop')").click(timeout=LONG)
        assert press_run(fresh, SUM) == "edited"
        assert "42" in fresh.inner_text(".run-result ins")
    start(fresh, LOOP)
    fresh.locator(".run-doing button:has-text('Stop')").click(timeout=LONG)
    assert press_run(fresh, SUM) == "lost"
    assert "worker.js could not be loaded" in status(fresh)
    fresh.context.unroute_all()
    assert press_run(fresh, SUM) == "edited"
