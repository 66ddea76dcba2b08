"""What figures say in other languages: `docs/<language>/figures.toml`, a table for each snippet.

A key is a text of the figure, its value what that language says. `{}` stands for what the snippet
fills in: `"cell {}" = "célula {}"`.
"""

from functools import lru_cache
from pathlib import Path

from .telling import RunnerError, table
from .wording import GAP

FILES = "docs/*/figures.toml"


def of(root: Path, title: str) -> dict[str, dict[str, str]]:
    """The texts of the snippet `title` (`mapping/one.py`) by language; none where no table is.

    Raises RunnerError if one cannot be read.
    """
    found = {}
    for path in sorted(root.glob(FILES)):
        tables = _tables(path.read_bytes(), path.relative_to(root).as_posix())
        if texts := tables.get(title.removesuffix(".py")):
            found[path.parent.name] = texts
    return found


@lru_cache(maxsize=10)
def _tables(source: bytes, name: str) -> dict[str, dict[str, str]]:
    tables = {k: v for k, v in table(source, name).items() if isinstance(v, dict)}
    for title, texts in tables.items():
        for text, own in texts.items():
            if not isinstance(own, str) or text.count(GAP) != own.count(GAP):
                raise RunnerError(f"{name}: [{title}] {text!r}: give it a text with as many {GAP}")
    return tables


def record(figure: Path, language: str) -> Path:
    """The record of a figure in a language, beside the one it has without: `one.pt-BR.svg`."""
    return figure.with_suffix(f".{language}.svg")


def shown(path: Path, language: str) -> Path:
    """The file that pages in `language` show for this one: of a figure, its record there if any."""
    own = record(path, language)
    return own if path.suffix == own.suffix and own.exists() else path


def records(figure: Path) -> list[Path]:
    """The records that a figure has in other languages."""
    return sorted(figure.parent.glob(f"{figure.stem}.*.svg"))
