"""What widens the search goes to the end of Material's worker; a build without one says so."""

import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import PluginCollection
from mkdocs.structure.files import File, Files

from hooks.search import on_files
from tests.project import ROOT

WORKER = "assets/javascripts/workers/search.{}.min.js"
OURS = "assets/search/forms.js"


def files(*names):
    config = MkDocsConfig()
    config.update(plugins=PluginCollection(), site_dir="site", use_directory_urls=True)
    config.plugins._current_plugin = "tests"  # whose files these are
    return config, Files([File.generated(config, name, content=f"// {name}") for name in names])


def test_the_worker_ends_with_what_widens_it_and_nothing_else_goes_out():
    config, given = files("index.md", OURS, WORKER.format("0123abcd"))
    left = {file.src_uri: file.content_string for file in on_files(given, config)}
    worker = WORKER.format("0123abcd")
    assert left == {"index.md": "// index.md", worker: f"// {worker}\n// {OURS}"}
    assert (ROOT / "theme" / OURS).is_file()


@pytest.mark.parametrize("hashes", [(), ("0123abcd", "4567cdef")], ids=["none", "two"])
def test_another_number_of_workers_is_an_error_that_names_them(hashes):
    workers = [WORKER.format(one) for one in hashes]
    config, given = files(OURS, *workers)
    with pytest.raises(PluginError) as caught:
        on_files(given, config)
    assert f"found: {', '.join(workers) or 'none'}" in str(caught.value)
    assert "hooks/search.py" in str(caught.value)


def test_a_theme_with_nothing_of_ours_is_left_alone():
    config, given = files("index.md", WORKER.format("0123abcd"))
    assert [file.content_string for file in on_files(given, config)][1].count("\n") == 0
