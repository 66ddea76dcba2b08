"""Keeps results in files, each under a name, with the key it was made under."""

import contextlib
import hashlib
import json
import os
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.toc import AnchorLink

from hooks import root
from runner import write_whole


def key(*seen: Any) -> str:
    """SHA-256 over values of any kind; what has only an address is never the same again."""
    return _digest(json.dumps(seen, default=_spelled))


def get(config: MkDocsConfig, name: str, wanted: str) -> Any:
    """What is kept under `name` if it was made under the key `wanted` and is whole; else None."""
    try:
        found, digest, text = _path(config, name).read_text(encoding="utf-8").split("\n")
        if (found, digest) == (wanted, _digest(text)):
            return json.loads(text)
    except (OSError, ValueError):
        pass
    return None


def put(config: MkDocsConfig, name: str, made_under: str, value: Any) -> None:
    """Keep `value` in place of what had this name. A memory that cannot be written is none."""
    with contextlib.suppress(OSError, TypeError):
        text = json.dumps(value)
        whole = f"{made_under}\n{_digest(text)}\n{text}"
        write_whole(root(config), _path(config, name), whole)


def tokens(toc: Any) -> list[dict[str, Any]]:
    """A table of contents as Markdown gives it, which MkDocs' `get_toc` takes back."""
    return [_token(item) for item in toc]


def _token(item: AnchorLink) -> dict[str, Any]:
    return {
        "name": item.title,
        "id": item.id,
        "level": item.level,
        "children": tokens(item.children),
    }


def _path(config: MkDocsConfig, name: str) -> Path:
    return root(config) / ".cache" / "pages" / Path(config.docs_dir).name / name


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _spelled(value: Any) -> str:
    return os.fspath(value) if isinstance(value, os.PathLike) else repr(value)
