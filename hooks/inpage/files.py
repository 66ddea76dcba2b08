"""The files with which a browser runs blocks: Pyodide's own, Keras from what is installed, ours.

Pyodide's files are those of its release: each has to have the hash that its own lock file names.
"""

import hashlib
import importlib.util
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

FOLDER = "inpage"  # of the project
LOCK = "pyodide-lock.json"
KERAS = ("keras", "absl-py", "rich")  # zipped from what is installed; all of them pure Python
OMITTED = (  # of these packages: other backends, tests, and what shows things in colour
    "keras/_tf_keras/",
    "keras/src/backend/jax/",
    "keras/src/backend/openvino/",
    "keras/src/backend/tensorflow/",
    "keras/src/backend/torch/",
    "keras/src/testing/",
    "absl/testing/",
)
DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Shipped:
    """All that a page can load, by name; `version` changes with any of it."""

    files: dict[str, bytes]
    manifest: str
    version: str

    def placed(self, where: str) -> dict[str, bytes | str]:
        """What stands at each address of the site, below the folder `where`."""
        files = {f"{where}/{self.version}/{name}": text for name, text in self.files.items()}
        return {**files, f"{where}/manifest.json": self.manifest}


def hashes(project: Path) -> dict[str, str]:
    """SHA-256 of each file of Pyodide that the site ships, as its release has them."""
    lock = _lock(project)
    core: dict[str, str] = json.loads((project / FOLDER / "core.json").read_text("utf-8"))
    return core | {p["file_name"]: p["sha256"] for p in lock["packages"].values()}


def kept(project: Path) -> Path:
    """The folder that `python -m tools.pyodide` brings these files to."""
    return project / ".cache" / "pyodide" / str(_lock(project)["info"]["version"])


def is_here(project: Path) -> bool:
    """True if all of these files have been brought."""
    lock = project / FOLDER / LOCK
    return lock.exists() and all((kept(project) / name).exists() for name in hashes(project))


def shipped(project: Path) -> Shipped | None:
    """What to put on the site; None where Pyodide's files have not been brought."""
    if not is_here(project):
        return None
    wanted, folder = hashes(project), kept(project)
    files = {name: (folder / name).read_bytes() for name in sorted(wanted)}
    wrong = [name for name, content in files.items() if _sha(content) != wanted[name]]
    if wrong:
        raise ValueError(f"{folder}: {', '.join(wrong)} is not what {LOCK} names: delete it")
    files[LOCK] = (project / FOLDER / LOCK).read_bytes()
    files["keras.zip"] = _keras(project)
    files["ours.zip"] = _zip(_ours(project))
    listed = {name: {"size": len(c), "sha256": _sha(c)} for name, c in files.items()}
    version = _sha(json.dumps(listed).encode())[:12]
    core = json.loads((project / FOLDER / "core.json").read_text("utf-8"))
    manifest = {
        "folder": version,
        "files": listed,
        "core": [*core, LOCK, "ours.zip"],
        "packages": {
            name: {k: package[k] for k in ("file_name", "imports", "depends")}
            for name, package in _lock(project)["packages"].items()
        },
    }
    return Shipped(files, json.dumps(manifest), version)


def signature(project: Path) -> list[tuple[str, int, int]]:
    """Changes when a file of what is shipped does, and is had without reading 45 MB."""
    ours = [(project / FOLDER).rglob("*"), (project / "snippets").glob("*.py")]
    found = [*(project / ".cache" / "pyodide").rglob("*"), *ours[0], *ours[1], *_drawing()]
    stats = [(path.as_posix(), path.stat()) for path in found if path.is_file()]
    return sorted((name, stat.st_size, stat.st_mtime_ns) for name, stat in stats)


def _lock(project: Path) -> dict[str, Any]:
    lock: dict[str, Any] = json.loads((project / FOLDER / LOCK).read_text("utf-8"))
    return lock


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _keras(project: Path) -> bytes:
    """Keras and what it imports, zipped once for each set of versions."""
    versions = "-".join(distribution(name).version for name in KERAS)
    rules = _sha(repr(OMITTED).encode())[:8]
    path = project / ".cache" / "pyodide" / f"keras-{versions}-{rules}.zip"
    if not path.exists():
        path.write_bytes(_zip(dict(_installed())))
    return path.read_bytes()


def _installed() -> Iterator[tuple[str, bytes]]:
    """Source files of the packages, and their licences."""
    for name in KERAS:
        for file in distribution(name).files or ():
            path = file.as_posix()
            source = path.endswith(".py") and not path.endswith("_test.py")
            licence = ".dist-info/" in path and "LICEN" in path.upper()
            if (source or licence) and not path.startswith((*OMITTED, "..")):
                yield path, Path(file.locate()).read_bytes()


def _ours(project: Path) -> dict[str, bytes]:
    """Our modules for the page, the runner's way of drawing, and the converter."""
    modules = sorted((project / FOLDER / "python").glob("*.py"))
    modules += sorted((project / "snippets").glob("*.py"))
    return {path.name: path.read_bytes() for path in (*_drawing(), *modules)}


def _drawing() -> list[Path]:
    runner = importlib.util.find_spec("runner")
    assert runner
    assert runner.origin
    return [Path(runner.origin).with_name(name) for name in ("figures.py", "matplotlibrc")]


def _zip(contents: dict[str, bytes]) -> bytes:
    """A zip that is the same whenever it is made."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in sorted(contents):
            packed.writestr(zipfile.ZipInfo(name, DATE), contents[name], zipfile.ZIP_DEFLATED, 9)
    return buffer.getvalue()
