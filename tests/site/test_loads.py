"""What a page loads: from its own site only, no more than it uses, and in its language."""

import json
import re

import pytest

from tests.project import ROOT, mkdocs
from tests.site.pages import NOTEBOOK, VOID

pytestmark = pytest.mark.xdist_group("site")
LOADS = ("script", "img", "iframe", "source", "video", "audio", "object", "embed", "use", "image")
URL = re.compile(r"url\(\s*['\"]?([^)'\"]+)|@import\s+['\"]([^'\"]+)")


def test_nothing_is_loaded_from_elsewhere(site, every):
    foreign = []
    for page in every.values():
        for element, name, address in page.addresses(*LOADS, "link", "form"):
            quiet = element.tag == "link" and element.get("rel") in (
                "canonical",
                "prev",
                "next",
                "alternate ",
            )
            if not quiet and not address.startswith((VOID, "data:")):
                foreign.append((page.path, element.tag, name, address))
        assert not any("style" in e.attrib for e in page.article.iter()), page.path
    for file in [*site.rglob("*.css"), *site.rglob("*.svg"), *site.rglob("*.html")]:
        text = file.read_text(encoding="utf-8")
        found = [a or b for a, b in URL.findall(text)]
        foreign += [(file.name, u) for u in found if re.match(r"(https?:)?//", u)]
    for file in (ROOT / "theme").rglob("*.js"):
        text = file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "://" not in text, file
    assert foreign == []


@pytest.mark.parametrize("name", ["site.js", "run/worker.js", "content.css"])
def test_scripts_and_styles_go_out_without_remarks_and_otherwise_whole(site, name):
    source = (ROOT / "theme" / "assets" / name).read_text(encoding="utf-8").splitlines()
    sent = (site / "assets" / name).read_text(encoding="utf-8").splitlines()
    left_out = [line for line in source if line not in sent]
    remark = r"(?s)/\*.*?\*/" if name.endswith(".css") else r"(?m)^ *//.*$"
    assert left_out
    assert re.sub(remark, "", "\n".join(left_out)).strip() == ""
    assert [line for line in source if line not in left_out] == sent


def test_no_page_asks_material_to_call_out(every):
    """Its script loads Mermaid from a CDN for such a block, and asks GitHub about a repository."""
    for page in every.values():
        classes = {c for e in page.tree.iter() for c in e.get("class", "").split()}
        assert not classes & {"mermaid", "md-source"}, page.path


def test_notebook_page_is_light(site, every, tmp_path):
    """At most 1.5 times the bytes of a Markdown page with the same prose, code and outputs."""
    book = json.loads((site / "lessons" / "notebook.ipynb").read_text(encoding="utf-8"))
    parts = []
    for cell in book["cells"]:
        source = "".join(cell["source"])
        code = cell["cell_type"] == "code"
        parts.append(f"````python\n{source}\n````" if code else source)
        for output in cell.get("outputs", ()):
            parts.append(f'````text title="Output"\n{"".join(output["text"])}````')
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("\n\n".join(parts), encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text(
        f"INHERIT: '{ROOT / 'mkdocs.yml'}'\ndocs_dir: docs\nhooks: []\nnav: [index.md]\n"
        f"plugins: [search]\ntheme: {{custom_dir: '{ROOT / 'theme'}'}}\nstrict: false\n"
        "extra_css: []\n",
        encoding="utf-8",
    )
    done = mkdocs(tmp_path, "build", "-q")
    assert done.returncode == 0, done.stderr
    same = (tmp_path / "site" / "index.html").stat().st_size
    assert every[NOTEBOOK].file.stat().st_size <= 1.5 * same


def test_no_page_loads_colours_that_it_does_not_use(every):
    for page in every.values():
        sheets = [e.get("href") for e in page.tree.iter("link") if e.get("rel") == "stylesheet"]
        assert len(sheets) >= 2, page.path  # Material's and ours
        assert not any("palette" in sheet for sheet in sheets), page.path


def test_page_names_its_language_in_full(tmp_path):
    """Brazilian Portuguese, which Material calls `pt`."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("# Início", encoding="utf-8")
    theme = f"{{name: material, language: pt-BR, custom_dir: '{ROOT / 'theme'}'}}"
    (tmp_path / "mkdocs.yml").write_text(
        f"site_name: Um\ntheme: {theme}\nextra: {{words: {{missing: Nada}}}}\n", encoding="utf-8"
    )
    done = mkdocs(tmp_path, "build", "-q")
    assert done.returncode == 0, done.stderr
    for name in ("index.html", "404.html"):
        html = (tmp_path / "site" / name).read_text(encoding="utf-8")
        assert '<html lang="pt-BR"' in html
        assert "Buscar" in html  # its words are Portuguese
