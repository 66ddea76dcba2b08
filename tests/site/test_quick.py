"""Building from memory: as from nothing, and nothing that is stale, broken or untold."""

import pytest

from tests.project import mkdocs
from tests.site.small import Site, content


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A project as `Site`, built once; a test that edits it puts it right again."""
    site = Site(tmp_path_factory.mktemp("built") / "project")
    done = site.build()
    assert done.returncode == 0, done.stderr
    return site


def test_a_build_from_memory_is_a_full_build(built, tmp_path):
    before = built.remembered()
    built.edit("docs/en/one.md", "First words", "Last words")
    assert built.build().returncode == 0
    assert {n for n, time in built.remembered().items() if time != before[n]} == {"one"}
    assert mkdocs(built.copy(tmp_path / "copy"), "build").returncode == 0
    assert built.site() == content(tmp_path / "copy" / "site")


def test_a_link_that_an_edit_elsewhere_breaks_stops_each_build(built):
    site, remembered = built.site(), built.remembered()
    built.edit("docs/en/two.md", "#second", "#third")
    for _ in range(2):
        done = built.build()
        assert done.returncode == 1
        assert "does not contain an anchor '#second'" in done.stderr
        assert built.remembered()["index"] == remembered["index"]
    built.edit("docs/en/two.md", "#third", "#second")
    (built.folder / "docs/en/three.md").rename(built.folder / "three.md")
    built.nav("one", "two")
    for _ in range(2):
        done = built.build()
        assert done.returncode == 1
        assert "'three.md', but the target is not found" in done.stderr
    (built.folder / "three.md").rename(built.folder / "docs/en/three.md")
    built.nav("one", "two", "three")
    assert built.build().returncode == 0
    assert built.site() == site


def test_a_memory_that_is_broken_or_another_versions_is_not_used(built):
    site, kept = built.site(), built.folder / ".cache" / "pages" / "en"
    for number, path in enumerate(sorted(p for p in kept.rglob("*") if p.is_file())):
        text = path.read_text(encoding="utf-8")
        broken = (text.replace("o", "a"), text[: len(text) // 2], "", text.replace("\n", "\n0", 1))
        path.write_text(broken[number % 4], encoding="utf-8")
    done = built.build()
    assert done.returncode == 0, done.stderr
    assert built.site() == site

    before = built.remembered()
    built.edit("hooks/folder.py", "import Path\n", "import Path  # another version\n")
    assert built.build().returncode == 0
    assert not {*before.items()} & {*built.remembered().items()}


def test_an_extension_that_might_see_more_keeps_all_pages_from_memory(built):
    before = built.remembered()
    built.edit("mkdocs.yml", "  - admonition\n", "  - admonition\n  - smarty\n")
    done = built.build()
    assert done.returncode == 0, done.stderr
    assert "does not know ['smarty']" in done.stderr
    assert built.remembered() == before
