"""Says on a page which of its blocks ran on packages of their own, and which did not run.

The words are the language's: `templates/executed.txt` and `templates/recorded.txt` of the pages.
"""

import json
import posixpath
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from hooks import root
from runner import report

SHOWN = re.compile(r'^[ \t]*--8<-- "(\w+)/[^"]+\.py"', re.MULTILINE)
TITLE = re.compile(r"^# .*\n", re.MULTILINE)
VERIFIED = "about/verified.md"


@dataclass
class State:
    topics: dict[str, dict[str, Any]] = field(default_factory=dict)  # with packages of their own


state = State()


def on_pre_build(config: MkDocsConfig) -> None:
    """Reads what the check has found, which a hook before this one has made."""
    state.topics = report.topics(root(config))


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """A page opens with what was not executed, and closes with what was, on which packages."""
    shown = sorted({name for name in SHOWN.findall(markdown) if name in state.topics})
    for executed, words in ((False, "recorded"), (True, "executed")):
        names = [name for name in shown if state.topics[name]["executed"] == executed]
        for group in _alike(names):
            template = Path(config.docs_dir, "templates", f"{words}.txt")
            note = template.read_text(encoding="utf-8").format(**_facts(group, page))
            if executed:
                markdown = f"{markdown.rstrip()}\n\n{note}"
            else:
                title = TITLE.search(markdown)
                at = title.end() if title else 0
                markdown = f"{markdown[:at]}\n{note}\n{markdown[at:]}"
    return markdown


def _alike(names: list[str]) -> list[list[str]]:
    """Those of which the same is to be said, together."""
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(json.dumps(state.topics[name]), []).append(name)
    return list(groups.values())


def _facts(names: list[str], page: Page) -> dict[str, str]:
    about = state.topics[names[0]]
    versions = (f"{package} {number}" for package, number in about["versions"].items())
    return {
        "topics": ", ".join(f"{name}/" for name in names),
        "versions": ", ".join(versions),
        "dates": " – ".join(dict.fromkeys((about["dates"][0], about["dates"][-1]))),
        "on": "; ".join(about["on"]),
        "verified": posixpath.relpath(VERIFIED, posixpath.dirname(page.file.src_uri)),
    }
