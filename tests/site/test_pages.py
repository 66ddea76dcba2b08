"""The pages as built: every block is a snippet and runs as copied; every link leads somewhere."""

import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import unquote

import pytest

from runner.packages import topics
from tests.project import ROOT
from tests.site.pages import NOTEBOOK, OUTPUT, VOID, target

pytestmark = pytest.mark.xdist_group("site")

SNIPPETS = ROOT / "snippets"
REPORT = "about/verified/"
VERSIONS = "about/versions/"  # each formula there stands in the block beside it, tested
NUMBER = re.compile(r"(?<![\w.])\d+(?:,\d{3})*(?:\.\d+)*(?![\w])")
PLAIN = 6  # how many blocks run in a Python that nothing was imported into


@pytest.fixture(scope="module")
def blocks(every):
    """All blocks but the notebook's, which are cells of one program."""
    return [b for path, page in every.items() if not path.endswith(NOTEBOOK) for b in page.blocks]


def test_every_snippet_is_on_a_page(blocks):
    shown = {block.title for block in blocks if block.language == "python"}
    files = {p.relative_to(SNIPPETS).as_posix() for p in SNIPPETS.rglob("*.py")}
    assert files - shown == set()


def test_every_block_is_a_snippet_or_its_record(blocks):
    """Word for word, and each record right under its snippet."""
    wrong = []
    for before, block in zip([None, *blocks], blocks, strict=False):
        if block.title in OUTPUT.values() and before and before.language == "python":
            file = (SNIPPETS / before.title).with_suffix(".txt")
        elif block.language == "text":
            file = ROOT / "bench" / Path(block.title).name  # measured, and never compared
        else:
            file = SNIPPETS / block.title
        if not file.is_file() or file.read_text(encoding="utf-8").rstrip("\n") != (
            block.text.rstrip("\n")
        ):
            wrong.append((block.page, block.title, block.text[:80]))
    assert wrong == []


def test_every_record_is_under_its_snippet(blocks):
    lacking = [
        (block.page, block.title)
        for block in blocks
        if (SNIPPETS / block.title).with_suffix(".txt").is_file()
        and block.language == "python"
        and block.output is None
    ]
    assert lacking == []


def test_no_code_stands_outside_of_blocks(every):
    """A <pre> that is no block has escaped the two tests above."""
    for page in every.values():
        if not page.path.endswith("404.html"):
            assert len(list(page.article.iter("pre"))) == len(page.blocks), page.path


def paste(block, folder):
    """Put the block's text into an empty folder, and the converter beside it if it is imported."""
    work = folder / "work"
    work.mkdir(parents=True)
    (work / "pasted.py").write_text(block.text, encoding="utf-8")
    if re.search(r"^(from|import) fully_convolutional\b", block.text, re.MULTILINE):
        converter = SNIPPETS / "fully_convolutional.py"
        (work / converter.name).write_bytes(converter.read_bytes())
    return work


def environment():
    """A reader's, without what would hide or add modules."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "KERAS_", "TF_"))}
    quiet = {"TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1", "MPLBACKEND": "agg"}
    return kept | quiet | {"PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"}


def run_plainly(work, python=sys.executable):
    """Run the file as a reader would: a new Python, nothing else."""
    done = subprocess.run(
        [str(python), "pasted.py"],
        cwd=work,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=600,
    )
    (work.parent / "stdout").write_text(done.stdout, encoding="utf-8")
    (work.parent / "stderr").write_text(done.stderr, encoding="utf-8")


def run_after_imports(folders, modules):
    """Run each file in a fork of one process that has imported `modules` and nothing of ours."""
    subprocess.run(
        [sys.executable, "-P", str(Path(__file__).with_name("pasting.py")), *modules],
        input="\0".join(map(str, folders)),
        env=environment(),
        encoding="utf-8",
        timeout=3600,
        check=True,
    )


def test_every_block_prints_its_output_when_pasted(blocks, tmp_path):
    """Alone in an empty folder. The runner has no part in this."""
    once = {block.text: block for block in blocks if block.language == "python"}
    elsewhere = topics(ROOT)
    once = {
        text: block
        for text, block in once.items()
        if "/" in block.title and block.title.partition("/")[0] not in elsewhere
    }
    assert once
    work = {b: paste(b, tmp_path / str(i)) for i, b in enumerate(once.values())}
    plain = [b for b in work if "os.environ" in b.text]
    shared = [b for b in work if b not in plain]
    if sys.platform == "linux":  # elsewhere a process must not fork after such imports
        step = max(1, len(shared) // PLAIN)
        plain, shared = plain + shared[::step], [b for i, b in enumerate(shared) if i % step]
    else:
        plain, shared = plain + shared, []
    numpy_only = [b for b in shared if not re.search(r"keras|fully_conv|sklearn", b.text)]
    with ThreadPoolExecutor(2) as two:
        jobs = [two.submit(run_plainly, work[b]) for b in plain]
        run_after_imports([work[b] for b in numpy_only], ["numpy"])
        run_after_imports([work[b] for b in shared if b not in numpy_only], ["keras"])
        for job in jobs:
            job.result()
    assert wrong(work) == {}


def test_every_block_for_other_packages_prints_its_output_when_pasted(blocks, tmp_path):
    """The same on these packages, where they are installed."""
    elsewhere = topics(ROOT)
    once = {b.text: b for b in blocks if b.language == "python" and "/" in b.title}
    work = {
        block: paste(block, tmp_path / str(i))
        for i, block in enumerate(once.values())
        if block.title.partition("/")[0] in elsewhere
    }
    python = {b: elsewhere[b.title.partition("/")[0]].python for b in work}
    work = {block: folder for block, folder in work.items() if python[block].exists()}
    if os.environ.get("CI"):
        assert len(work) == len(python)
    with ThreadPoolExecutor(2) as two:
        list(two.map(run_plainly, work.values(), map(python.get, work)))
    assert wrong(work) == {}


def wrong(work):
    """What blocks printed in their folders, where it is not their output, by title."""
    found = {}
    for block, folder in work.items():
        out, err = ((folder.parent / s).read_text(encoding="utf-8") for s in ("stdout", "stderr"))
        if out != (block.output or "") or "Error" in err or "Warning" in err:
            found[block.title] = (out, err)
    return found


def test_every_link_and_anchor_leads_somewhere(site, every):
    dead = []
    for page in every.values():
        for _, _, address in page.addresses():
            if not address.startswith(VOID):
                continue
            file, fragment = target(site, unquote(address))
            there = every.get(file.relative_to(site).as_posix().removesuffix("index.html"))
            if not file.is_file() or (fragment and there and fragment not in there.ids):
                dead.append((page.path, address.removeprefix(VOID)))
    assert dead == []


def test_no_attribute_list_is_read_as_prose(every):
    """`{ #id }` that a line break has cut is text, and its address is lost."""
    cut = re.compile(r"\{ ?[#.][\w-]+")
    for path, page in every.items():
        prose = " ".join(
            "".join(e.itertext()) for tag in ("p", "li") for e in page.article.iter(tag)
        )
        assert not cut.search(prose), path


def numbers(text):
    """The numbers in a text, as values where they are one; 1,024 and 1024 are the same."""
    plain = (
        n.replace(",", "") if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", n) else n
        for n in NUMBER.findall(text)
    )
    return {float(n) if n.count(".") < 2 and "," not in n else n for n in plain}


@pytest.mark.parametrize(
    ("text", "found"),
    [("a 5038.100, -3 b2 (2,3)", {5038.1, 3, 2}), ("1,024 v2.0.3", {1024}), ("2.0.3", {"2.0.3"})],
)
def test_numbers_are_found(text, found):
    assert numbers(text) >= found


def test_every_figure_in_the_prose_stands_in_a_block_of_its_page(every):
    """A number in inline code is printed, or written in the code, on the same page."""
    unproved = []
    for page in every.values():
        if page.path.endswith((REPORT, VERSIONS, "404.html")):
            continue  # their tables come from what was run
        shown = "\n".join(block.text for block in page.blocks)
        known = numbers(shown)
        squeezed = re.sub(r"\s+", "", shown)
        for code in page.inline_code:
            if re.sub(r"\s+", "", code) not in squeezed and not numbers(code) <= known:
                unproved.append((page.path, code))
    assert unproved == []


def test_search_index_holds_code_words_and_no_interface(site):
    index = json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))
    text = " ".join(doc["title"] + " " + doc["text"] for doc in index["docs"])
    separator = re.compile(index["config"]["separator"])
    words = {w for w in separator.split(re.sub(r"<[^>]+>", " ", text)) if w}
    assert words >= {"channels_first", "reshape", "transpose", "Flatten", "data_format"}
    assert not re.search(r"In \[\d+\]|Copied!|¶", text)


def test_every_page_describes_itself_and_names_its_headings(every):
    """Its own description, for searches; ids that a translation can share."""
    described = {}
    for page in every.values():
        if not page.path.endswith("404.html"):
            (meta,) = (e for e in page.tree.iter("meta") if e.get("name") == "description")
            assert described.setdefault(meta.get("content"), page.path) == page.path
    for path in (ROOT / "docs" / "en").rglob("*"):
        if path.suffix in (".md", ".py"):
            text = re.sub(r"^# ?(?!%%)", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
            text = text if path.suffix == ".py" else path.read_text(encoding="utf-8")
            headings = re.findall(
                r"^#{1,3} .*$", re.sub(r"(?ms)^```.*?^```", "", text), re.MULTILINE
            )
            bare = [h for h in headings if not re.search(r"\{ #[a-z-]+ \}$", h)]
            assert bare == [], path.name
