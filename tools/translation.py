"""Lists the pages whose English original has changed since they were translated.

Usage: python -m tools.translation                 (exit code 1 if there is any)
       python -m tools.translation --stamp PAGE    (brought up to date: recipes/softmax.md, or ALL)

`docs/<language>/followed.toml` holds, for each page, the fingerprint of its English original.
"""

import hashlib
import sys
from pathlib import Path

from runner.telling import ended, table

DOCS = Path(__file__).resolve().parents[1] / "docs"
ENGLISH = "en"
RECORD = "lessons/notebook.txt"  # of what runs: compared with the notebook, not translated
NAME = "followed.toml"
REMEDY = "Change the same place, then: python -m tools.translation --stamp"


def languages(docs: Path = DOCS) -> list[str]:
    return sorted(p.name for p in docs.iterdir() if p.is_dir() and p.name != ENGLISH)


def pages(language: str, docs: Path = DOCS) -> list[str]:
    """All that is translated: pages, notebooks, the widgets' and notes' words."""
    found = (p for p in (docs / language).rglob("*") if p.suffix in (".md", ".py", ".html", ".txt"))
    return sorted(
        name for p in found if (name := p.relative_to(docs / language).as_posix()) != RECORD
    )


def fingerprint(page: str, docs: Path = DOCS) -> str:
    """Of the English page's text; how its lines end is no part of it."""
    text = (docs / ENGLISH / page).read_text(encoding="utf-8")
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def followed(language: str, docs: Path = DOCS) -> dict[str, str]:
    path = docs / language / NAME
    return table(path.read_bytes(), f"docs/{language}/{NAME}") if path.exists() else {}


def stale(language: str, docs: Path = DOCS) -> list[str]:
    """Pages that lack a translation, or whose original is not what the translation follows."""
    stamps, there = followed(language, docs), set(pages(language, docs))
    return [
        page
        for page in pages(ENGLISH, docs)
        if page not in there or stamps.get(page) != fingerprint(page, docs)
    ]


def stamp(language: str, wanted: list[str], docs: Path = DOCS) -> None:
    """Note that the translations of these pages follow the English pages as they are now."""
    stamps = followed(language, docs) | {page: fingerprint(page, docs) for page in wanted}
    kept = sorted((page, stamps[page]) for page in stamps if page in pages(ENGLISH, docs))
    head = "# The original that each page follows, by python -m tools.translation --stamp\n"
    lines = [f'"{page}" = "{digest}"\n' for page, digest in kept]
    (docs / language / NAME).write_text(head + "".join(lines), encoding="utf-8", newline="\n")


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["--stamp"]:
        known = pages(ENGLISH)
        wanted = known if arguments[1:] == ["ALL"] else arguments[1:]
        if not wanted or (unknown := [page for page in wanted if page not in known]):
            named = ", ".join(unknown) if wanted else "no page named"
            print(f"{named}: name pages as docs/{ENGLISH}/ has them (recipes/softmax.md), or ALL")
            return 2
        for language in languages():
            stamp(language, [page for page in wanted if page in pages(language)])
        return 0
    found = [(language, page) for language in languages() for page in stale(language)]
    for language, page in found:
        print(f"docs/{language}/{page}: docs/{ENGLISH}/{page} has changed since. {REMEDY} {page}")
    if not found:
        print("every translation follows its original")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(ended(lambda: main(sys.argv[1:]), "the same command begins anew"))
