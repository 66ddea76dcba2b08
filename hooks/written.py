"""What is wrong with a page as it is written, before anything is executed or made of it.

A block's title is the file that it includes, and is whole; an output is that of the block above it.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from hooks import root
from runner import RunnerError
from runner.telling import decoded

TEXTS = {".html", ".md", ".py", ".toml", ".txt"}
BLOCK = re.compile(
    r'^[ \t]*`{3,}(?P<language>\w+)[^\n]*?title="(?P<title>[^"]+)"[^\n]*\n'
    r'[ \t]*--8<-- "(?P<file>[^"]+)"',
    re.MULTILINE,
)


def on_pre_build(config: MkDocsConfig) -> None:
    """Stops at files that are no plain UTF-8, and at blocks that show what they do not name."""
    docs = Path(config.docs_dir)
    found = [
        problem
        for path in sorted(docs.rglob("*"))
        if path.suffix in TEXTS
        for problem in _problems(path, path.relative_to(root(config)).as_posix())
    ]
    if found:
        raise PluginError("\n\n".join(found))


def _problems(path: Path, name: str) -> Iterator[str]:
    try:
        text = decoded(path.read_bytes(), name)
    except RunnerError as error:
        yield str(error)
        return
    if path.suffix == ".md":
        yield from _blocks(text.replace("\r\n", "\n"), name)


def _blocks(text: str, name: str) -> Iterator[str]:
    above = ""
    for block in BLOCK.finditer(text):
        line = text[: block.start()].count("\n") + 1
        title, file = block["title"], block["file"]
        if block["language"] == "python":
            if title != file:
                yield (
                    f"{name}:{line}: a block is called {title} and includes {file}. "
                    f'Give both the path of a whole snippet: title="{file.partition(":")[0]}"'
                )
            above = file
        elif "/" not in title and "/" in file:
            record = str(Path(above).with_suffix(".txt").as_posix())
            if above and file != record:
                yield (
                    f"{name}:{line}: {file} stands under {above}, whose output is {record}. "
                    "Include that, or the snippet that prints this"
                )
