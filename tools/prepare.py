"""Makes the pages ready for any builder that reads Markdown: no hook is needed to render them.

Usage: python -m tools.prepare FOLDER [LANGUAGE]    (FOLDER built, python -m tools.finish ends it)

Executes what has changed and compares it with its record, as a build does. Into FOLDER go the pages
with what they include in place, notebooks as Markdown, snippets and records, Python for the page.
"""

import posixpath
import re
import shutil
import sys
from pathlib import Path

from hooks.inpage import runnable
from hooks.inpage.files import WHERE, shipped
from hooks.notebook import check as notebook
from hooks.plain import installed, needs, notes, sources
from runner import RunnerError, check, report
from runner.pool import Say
from runner.snippet import FOLDER
from runner.telling import ended

LINK = re.compile(r"\]\(([^)#\s:]+)\.py(?=[)#])")


def prepare(project: Path, folder: Path, language: str = "en", say: Say = print) -> None:
    """Write the sources of the language's site into `folder`, anew; raises RunnerError."""
    docs = _docs(project, language)
    _refuse(folder, docs, project / FOLDER)
    installed.refuse_others(project)
    check(project, say=say)
    executed = notebook.check(project, notebook.find(docs), say=say)
    notebooks = {book.relative_to(docs.resolve()).as_posix(): r for book, r in executed.items()}
    runnable.write_rows(project, docs)
    topics = report.topics(project)
    shutil.rmtree(folder, ignore_errors=True)
    pages = {path.relative_to(docs).as_posix(): path for path in sorted(docs.rglob("*.md"))}
    for source, path in pages.items():
        text = notes.noted(path.read_text(encoding="utf-8"), source, docs, topics)
        text = needs.noted(text, source, docs, project)
        text = sources.whole(text, project, docs)
        _write(folder / source, _linked(text, source, set(notebooks)))
    for source, result in notebooks.items():
        place = folder / source
        _write(place.with_suffix(".md"), _linked(result.markdown, source, set(notebooks)))
        _write(place.with_suffix(".ipynb"), result.ipynb)
    for address, file in sources.mounted(project, language):
        _write(folder / address, file.read_bytes())
    if language == "en" and (files := shipped(project)):
        files.put(folder / WHERE)


def _docs(project: Path, language: str) -> Path:
    """The pages of the language, or those of a site of one language."""
    docs = project / "docs"
    languages = sorted(path.parent.name for path in docs.glob("*/index.md"))
    if languages and language not in languages:
        raise RunnerError(f"docs/{language}: no such language; name one of {', '.join(languages)}")
    return docs / language if languages else docs


def _refuse(folder: Path, *ours: Path) -> None:
    """What is prepared replaces the folder: it may not be one of those that it is made from."""
    for path in ours:
        one, other = folder.resolve(), path.resolve()
        if one.is_relative_to(other) or other.is_relative_to(one):
            text = f"{folder}: holds the project's own files, and would be written anew"
            raise RunnerError(f"{text}; name a folder of its own, such as made/")


def _linked(markdown: str, source: str, notebooks: set[str]) -> str:
    """Links to notebooks lead to their Markdown: MkDocs has a page from the .py itself."""

    def link(found: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(source), f"{found[1]}.py"))
        return f"]({found[1]}.md" if target in notebooks else found[0]

    return LINK.sub(link, markdown)


def _write(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


if __name__ == "__main__":
    if not sys.argv[1:]:
        sys.exit(__doc__)

    def run() -> int:
        prepare(Path.cwd(), Path(sys.argv[1]), "".join(sys.argv[2:3]) or "en")
        return 0

    sys.exit(ended(run, "the same command begins it anew"))
