"""Every block runs as copied: in an empty folder, on what its page says it needs and no more."""

import os
import re
import subprocess
import sys
import sysconfig
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from runner.packages import topics
from tests.browser.words import LANGUAGES, folder
from tests.project import ROOT
from tests.site.pages import NOTEBOOK, language_of
from tests.site.surroundings import Installed, hiding
from tools import translation

pytestmark = pytest.mark.xdist_group("site")

PLAIN = 6  # how many blocks run in a Python that nothing was imported into
CONVERTER = "fully_convolutional.py"


@pytest.fixture(scope="module")
def needs(every):
    """The projects that each page names for pip, by its path."""
    said = {
        p: re.findall(r"pip install ([\w -]+)", " ".join(e.inline_code)) for p, e in every.items()
    }
    return {path: set(found[-1].split()) for path, found in said.items() if found}


@pytest.fixture(scope="module")
def python(blocks):
    """The snippets on the pages, each with the paths of all pages that show this text."""
    found = {}
    for block in blocks:
        if block.language == "python" and "/" in block.title:
            found.setdefault(block.text, (block, []))[1].append(block.page)
    return list(found.values())


def test_the_languages_have_the_same_blocks(blocks):
    """And the same outputs, to the character: where one language's run, so do the other's."""
    of = {}
    for block in blocks:
        language, page = language_of(block.page)
        if block.language == "python":
            of.setdefault(language, []).append((page, block.title, block.text, block.output))
    english = of.pop("en")
    assert english
    assert of == dict.fromkeys(translation.languages(), english)


class Pasted:
    """A block in an empty folder; beside it, what hides from it all that its pages do not name."""

    def __init__(self, block, pages, folder, site, needs, installed):
        self.block, self.folder, self.work = block, folder, folder / "work"
        self.work.mkdir(parents=True)
        (self.work / "pasted.py").write_text(block.text, encoding="utf-8")
        if re.search(r"^(from|import) fully_convolutional\b", block.text, re.MULTILINE):
            download = site / "snippets" / CONVERTER  # where every page's link leads
            (self.work / CONVERTER).write_bytes(download.read_bytes())
        named = set.intersection(*(needs.get(page, set()) for page in pages))
        (folder / "hiding").mkdir()
        text = hiding(installed.lacking(named))
        (folder / "hiding" / "sitecustomize.py").write_text(text, encoding="utf-8")

    @property
    def wrong(self):
        """What it printed, where that is not its output; None if it is."""
        out, err = ((self.folder / s).read_text(encoding="utf-8") for s in ("stdout", "stderr"))
        fails = out != (self.block.output or "") or "Error" in err or "Warning" in err
        return (out, err) if fails else None


def environment(**more):
    """A reader's, on a machine without oneDNN, and without what would hide or add modules."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "KERAS_", "TF_"))}
    quiet = {
        "TF_ENABLE_ONEDNN_OPTS": "0",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "-1",
        "MPLBACKEND": "agg",
    }
    return {**kept, **quiet, "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1", **more}


def run_plainly(pasted, python=sys.executable):
    """Run the file as a reader would: a new Python, nothing else."""
    done = subprocess.run(
        [str(python), "pasted.py"],
        cwd=pasted.work,
        env=environment(PYTHONPATH=str(pasted.folder / "hiding")),
        capture_output=True,
        encoding="utf-8",
        timeout=600,
    )
    (pasted.folder / "stdout").write_text(done.stdout, encoding="utf-8")
    (pasted.folder / "stderr").write_text(done.stderr, encoding="utf-8")


def run_after_imports(some, modules, python=sys.executable):
    """Run each file in a fork of one process that has imported `modules` and nothing of ours."""
    subprocess.run(
        [str(python), "-P", str(Path(__file__).with_name("pasting.py")), *modules],
        input="\0".join(str(pasted.work) for pasted in some),
        env=environment(),
        encoding="utf-8",
        timeout=3600,
        check=True,
    )


def test_every_block_prints_its_output_when_pasted(site, python, needs, tmp_path):
    """Alone in an empty folder. The runner has no part in this."""
    installed = installed_here()
    own = [(b, pages) for b, pages in python if topic(b) not in topics(ROOT)]
    assert own
    every = [
        Pasted(b, pages, tmp_path / str(i), site, needs, installed)
        for i, (b, pages) in enumerate(own)
    ]
    plain = [p for p in every if "os.environ" in p.block.text]
    shared = [p for p in every if p not in plain]
    if sys.platform == "linux":  # elsewhere a process must not fork after such imports
        step = max(1, len(shared) // PLAIN)
        plain, shared = plain + shared[::step], [p for i, p in enumerate(shared) if i % step]
    else:
        plain, shared = plain + shared, []
    keras = [p for p in shared if re.search(r"keras|fully_conv|sklearn|mtcnn", p.block.text)]
    with ThreadPoolExecutor(2) as two:
        jobs = [two.submit(run_plainly, pasted) for pasted in plain]
        run_after_imports([p for p in shared if p not in keras], ["numpy"])
        run_after_imports(keras, ["keras"])
        for job in jobs:
            job.result()
    assert {p.block.title: p.wrong for p in every if p.wrong} == {}


def test_every_block_for_other_packages_prints_its_output_when_pasted(
    site, python, needs, tmp_path
):
    """The same on these packages, where they are installed."""
    elsewhere = topics(ROOT)
    asked = [(b, pages) for b, pages in python if topic(b) in elsewhere]
    there = [(b, pages) for b, pages in asked if elsewhere[topic(b)].ready]
    if os.environ.get("CI"):
        assert len(there) == len(asked)
    found = {packages: Installed([str(packages.site)]) for packages in elsewhere.values()}
    every = [
        Pasted(b, pages, tmp_path / str(i), site, needs, found[elsewhere[topic(b)]])
        for i, (b, pages) in enumerate(there)
    ]
    alike, plain = {}, []
    for pasted in every:
        python, modules = elsewhere[topic(pasted.block)].python, large_imports(pasted.block.text)
        if sys.platform != "linux" or not modules or "os.environ" in pasted.block.text:
            plain.append((pasted, python))
        else:
            alike.setdefault((python, modules), []).append(pasted)
    with ThreadPoolExecutor(2) as two:
        jobs = [two.submit(run_plainly, *one) for one in plain]
        for (python, modules), (first, *others) in alike.items():
            jobs.append(two.submit(run_plainly, first, python))  # nothing was imported into it
            if others:
                jobs.append(two.submit(run_after_imports, others, modules, python))
        for job in jobs:
            job.result()
    assert {p.block.title: p.wrong for p in every if p.wrong} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_notebooks_cells_print_their_outputs_when_pasted_in_order(
    site, every, needs, language, tmp_path
):
    path = folder(language) + NOTEBOOK
    cells = [block for block in every[path].blocks if block.language == "python"]
    assert len(cells) > 10
    whole = replace(cells[0], text="\n".join(cell.text for cell in cells), output=None)
    pasted = Pasted(whole, [path], tmp_path, site, needs, installed_here())
    run_plainly(pasted)
    out, err = pasted.wrong  # compared here: a page shows no blank line at the end of an output
    assert _lines(out) == [line for cell in cells for line in _lines(cell.output or "")]
    assert "Error" not in err


def _lines(text):
    return [line for line in text.splitlines() if line.strip()]


def test_the_converter_imports_with_what_its_page_names(site, every, needs, tmp_path):
    path = "recipes/converter-source/"
    (block,) = every[path].blocks
    pasted = Pasted(replace(block, output=""), [path], tmp_path, site, needs, installed_here())
    run_plainly(pasted)
    assert pasted.wrong is None
    assert block.text.strip() == (site / "snippets" / CONVERTER).read_text("utf-8").strip()


def large_imports(text):
    """What takes seconds to import, of what it imports."""
    found = re.findall(r"^(?:import|from) (torch|jax|tensorflow|keras)\b", text, re.MULTILINE)
    return tuple(sorted(set(found)))


def installed_here():
    return Installed([sysconfig.get_path(name) for name in ("purelib", "platlib")])


def topic(block):
    return block.title.partition("/")[0]
