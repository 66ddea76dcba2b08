"""Nothing stands in the tree that nothing uses: packages, modules, functions, words of scripts.

Snippets, records, figures and styles are looked at where the built pages are: tests/site.
"""

import ast
import json
import re
import sys
from importlib.metadata import packages_distributions, requires

import pytest

from tests.project import ROOT
from tests.test_backends import BACKENDS
from tools.translation import ENGLISH, languages

CODE = ("bench", "hooks", "inpage", "runner", "snippets", "tests", "tools")
OURS = {"bench", "fully_convolutional", "hooks", "runner", "tests", "tools"}
OURS |= {path.stem for path in (ROOT / "inpage" / "python").glob("*.py")}
BY_NAME = ("on_", "test_", "pytest_", "trunk_")  # MkDocs, pytest and tests/converter call them
NAMED = (".ci/run", "Makefile", "mkdocs.yml", "pyproject.toml", "README.md", "CONTRIBUTING.md")
APART = {ROOT / "tools" / "mutation" / "draw.py"}  # runs on its requirements.txt
LISTS = sorted(p for w in ("snippets", "tools") for p in ROOT.glob(f"{w}/*/requirements.in"))
UNIMPORTED = {
    "keras_onnx": {"tf-keras"},  # Keras 2, on which keras-cv-attention-models works
    "audit": {"pip-audit"},  # the weekly workflow calls it
    "lock": {"uv"},  # the Makefile does
}
CHOSEN = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)


def plain(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def sources(*folders):
    """(path, text) of our Python files."""
    for folder in folders or CODE:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path, path.read_text(encoding="utf-8")


def papers():
    """What names packages, modules and functions without importing them."""
    files = [ROOT / name for name in NAMED]
    files += [*ROOT.glob("mkdocs.*.yml"), *ROOT.glob(".github/workflows/*.yml")]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def imported(tree):
    """First parts of all that a module imports from elsewhere."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module.partition(".")[0]


@pytest.fixture(scope="module")
def imports():
    """What our files import that is neither theirs nor Python's own; not topics of own packages."""
    own = {path.parent.name for path in ROOT.glob("snippets/*/requirements.txt")}
    found = set()
    for path, text in sources():
        topic = path.parent.name if path.is_relative_to(ROOT / "snippets") else ""
        tested = path.stem.removeprefix("test_") if path.parent.name == "topics" else ""
        if path.is_relative_to(ROOT / "inpage") or {topic, tested} & own or path in APART:
            continue
        found |= set(imported(ast.parse(text)))
    return found - OURS - set(sys.stdlib_module_names)


@pytest.fixture(scope="module")
def chosen():
    return {plain(n) for n in CHOSEN.findall((ROOT / "requirements.in").read_text("utf-8"))}


def test_every_package_is_imported_or_named(imports, chosen):
    there = packages_distributions()
    used = {plain(name) for module in imports for name in there.get(module, ())}
    text = papers() + "".join(text for _, text in sources("runner", "hooks", "tools", "tests"))
    words = set(re.findall(r"[\w-]+", text))
    loaded = re.findall(r"^  - ([\w-]+):|^theme:\n  name: (\w+)", papers(), re.MULTILINE)
    loaded = {f"mkdocs-{a or b}" for a, b in loaded}
    called = {word.removesuffix("_launcher") for word in words}  # python -m ipykernel_launcher
    unused = {n for n in chosen - used - loaded if not {n, n.replace("-", "_")} & called}
    assert unused <= {"tensorflow"}  # where there is no tensorflow-cpu


def test_every_import_is_of_a_chosen_package_or_of_what_one_brings(imports, chosen):
    there = packages_distributions()
    topics = "".join(p.read_text("utf-8") for p in ROOT.glob("snippets/*/requirements.in"))
    brought = {
        plain(re.match(r"[\w.-]+", line)[0])
        for name in chosen
        if any(plain(d) == name for found in there.values() for d in found)
        for line in requires(name) or ()
        if "extra ==" not in line
    }
    lacking = {m for m in imports if not {plain(d) for d in there.get(m, ())} & (chosen | brought)}
    assert lacking - set(map(plain, CHOSEN.findall(topics))) == set()


@pytest.mark.parametrize("listed", LISTS, ids=lambda path: path.parent.name)
def test_every_package_of_a_topic_or_a_tool_is_imported_there(listed):
    """By a snippet, by a test that runs on this list, or by the tool."""
    users = list(users_of(listed))
    used = {plain(name) for path in users for name in imported(ast.parse(path.read_text("utf-8")))}
    used |= {"pytest"} if any(path.name.startswith("test_") for path in users) else set()
    chosen = set(map(plain, CHOSEN.findall(listed.read_text("utf-8"))))
    assert chosen
    assert chosen - used == UNIMPORTED.get(listed.parent.name, set())


def users_of(listed):
    """The Python files that run on the lock file beside `listed`: its own, and those of others."""
    yield from (path for path in APART if path.parent == listed.parent)
    same = f"-r ../{listed.parent.name}/requirements.txt"
    locks = ROOT.glob("snippets/*/requirements.txt")
    for topic in (
        p.parent for p in locks if p.parent == listed.parent or same in p.read_text("utf-8")
    ):
        yield from topic.glob("*.py")
        yield from ROOT.glob(f"tests/topics/test_{topic.name}.py")
    if listed.parent.name in {topic for topic, _ in BACKENDS.values()}:
        yield from ROOT.glob("tests/converter/*.py")


def test_every_package_of_the_editor_is_imported_by_it():
    ours = json.loads((ROOT / "inpage/editor/package.json").read_text("utf-8"))
    source = (ROOT / "inpage/editor/codemirror.js").read_text("utf-8")
    tool = (ROOT / "tools/editor.py").read_text("utf-8")
    assert set(re.findall(r'from "(@?[\w/-]+)"', source)) == set(ours["dependencies"])
    assert [name for name in ours["devDependencies"] if f'"{name}"' not in tool] == []


def definitions(tree):
    """Names that a module defines at its top, and methods; not what a decorator or a base calls."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.decorator_list:
            yield node.name
        if isinstance(node, ast.ClassDef) and not node.bases:
            yield from (n.name for n in node.body if isinstance(n, ast.FunctionDef))
        elif isinstance(node, ast.Assign):
            yield from (t.id for t in node.targets if isinstance(t, ast.Name))


def test_every_name_is_used():
    """Wherever it is defined: a name that stands once in the whole tree is an orphan."""
    texts = dict(sources())
    words = papers() + "\n".join(texts.values())
    words += "".join(p.read_text("utf-8") for p in (ROOT / "theme").rglob("*.js"))
    count = {}
    for word in re.findall(r"\w+", words):
        count[word] = count.get(word, 0) + 1
    lonely = [
        f"{path.relative_to(ROOT).as_posix()}: {name}"
        for path, text in texts.items()
        if "snippets" not in path.parts and "inpage" not in path.parts
        for name in definitions(ast.parse(text))
        if count[name] < 2 and not name.startswith((*BY_NAME, "__"))
    ]
    assert lonely == []


def test_every_module_is_imported_or_called():
    text = papers() + "".join(text for _, text in sources())
    lonely = [
        path.relative_to(ROOT).as_posix()
        for path, _ in sources("bench", "hooks", "runner", "tests", "tools")
        if not path.name.startswith(("test_", "__", "conftest"))
        and not re.search(
            rf"{path.parent.name}[./]{path.stem}\b"
            rf"|from (\w+\.)*{path.parent.name} import [^\n]*\b{path.stem}\b"
            rf"|from \.+ ?import [^\n]*\b{path.stem}\b|from \.{path.stem} import"
            rf"|{path.name}",
            text,
        )
    ]
    assert lonely == []


@pytest.mark.parametrize("language", [ENGLISH, *languages()])
def test_every_word_of_the_scripts_is_said(language):
    run = ROOT / "theme" / "assets" / "run"
    words = json.loads((run / f"words.{language}.json").read_text(encoding="utf-8"))
    code = "".join(path.read_text(encoding="utf-8") for path in run.glob("*.js"))
    assert [key for key in words if not re.search(rf"[\"'.`]{key}\b", code)] == []


def test_every_function_of_the_scripts_is_called():
    code = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "theme").rglob("*.js"))
    code = re.sub(r"^\s*//.*$", "", code, flags=re.MULTILINE)
    names = re.findall(r"\bfunction (\w+)|^\s*const (\w+) = ", code, re.MULTILINE)
    names = {a or b for a, b in names}
    assert len(names) > 20
    assert [n for n in names if len(re.findall(rf"\b{n}\b", code)) < 2] == []
