"""The tie to MkDocs: one hook a concern, named in mkdocs.yml in the order in which they act.

Named first there, this file lets the others import `hooks` and `runner`, wherever MkDocs was
started from. What a hook keeps during a build is in its `state`, new for each build.
"""

import hashlib
import importlib
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # what is in here for other builders does without MkDocs
    from mkdocs.config.defaults import MkDocsConfig

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # MkDocs takes it out again
for name in ("hooks", "runner"):
    importlib.import_module(name)

from runner import environment_fingerprint  # noqa: E402 - now that it can be found


def root(config: "MkDocsConfig") -> Path:
    """The project's folder, where mkdocs.yml stands."""
    assert config.config_file_path
    return Path(config.config_file_path).resolve().parent


def machinery(project: Path) -> str:
    """A digest of what makes the site: packages, Python, runner/ and hooks/.

    A running `mkdocs serve` cannot load any of it again.
    """
    digest = hashlib.sha256(environment_fingerprint(project).encode())
    for source in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(source.read_bytes())
    return digest.hexdigest()


def stamps(paths: Iterable[Path]) -> list[tuple[str, int, int]]:
    """Name, size and date of each file, and of those in folders; none of them is read."""
    found = (file for path in paths for file in (path.rglob("*") if path.is_dir() else [path]))
    files = {file for file in found if file.is_file() and "__pycache__" not in file.parts}
    about = {file: file.stat() for file in files}
    return sorted((str(file), stat.st_size, stat.st_mtime_ns) for file, stat in about.items())
