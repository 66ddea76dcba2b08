"""The tests that look at a snippet, and the packages that they run on."""

import ast
from pathlib import Path

from runner.packages import Packages, of_folder
from runner.snippet import FOLDER, Snippet

OF_EACH = "tests/test_tolerances.py"  # looks at the source of every snippet
TOPICS = Path("tests", "topics")

Run = tuple[Packages, tuple[str, ...]]  # tests as pytest takes them


def looking(snippet: Snippet) -> list[Run]:
    """Those that name it, then all tests of their files and of its topic's."""
    root = snippet.root
    own = TOPICS / f"test_{snippet.path.parent.name}.py"
    naming: dict[Path, list[str]] = {own: []} if (root / own).exists() else {}
    for path in sorted((root / TOPICS).glob("test_*.py")):
        text = path.read_text(encoding="utf-8")
        if snippet.title in text:
            naming[path.relative_to(root)] = _functions(text, snippet.title)
    first, then = [], []
    for path, functions in naming.items():
        packages = of_folder(root, root / FOLDER / path.stem.removeprefix("test_"))
        name = path.as_posix()
        if functions:
            first.append((packages, tuple(f"{name}::{function}" for function in functions)))
        then.append((packages, (name,)))
    return [(of_folder(root, root), (OF_EACH,)), *first, *then]


def _functions(text: str, title: str) -> list[str]:
    """The test functions in which the title stands, or in their decorators."""
    lines = text.splitlines()
    found = []
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            start = min([node.lineno, *(part.lineno for part in node.decorator_list)])
            if title in "\n".join(lines[start - 1 : node.end_lineno]):
                found.append(node.name)
    return found
