"""The files with which a browser runs blocks: Pyodide's own, Keras from what is installed, ours.

Pyodide's files are those of its release: each has to have the hash that its own lock file names.
"""

import hashlib
import importlib.util
import io
import json
import os
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from hooks import stamps
from runner import RunnerError, texts

FOLDER = "inpage"  # of the project
WHERE = "assets/python"  # on the site, where pages look for it; the English one has it for all
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
DRAWING = ("figures.py", "matplotlibrc", "wording.py")  # of runner/
DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Shipped:
    """All that a page can load: by name, where it lies or what it holds.

    `version` changes with any of it.
    """

    files: dict[str, Path | bytes]
    manifest: str
    version: str

    def put(self, folder: Path) -> None:
        """Write the manifest into `folder`, and the files into a folder of it that has the version.

        What lies on this disk is linked, which takes no time and no room. A copy of the site is a
        copy all the same; and who edits such a file in place is told by the next build, which
        finds that it is not the released one.
        """
        place = folder / self.version
        place.mkdir(parents=True, exist_ok=True)
        for name, source in self.files.items():
            if isinstance(source, bytes):
                (place / name).write_bytes(source)
            else:
                _link(source, place / name)
        (folder / "manifest.json").write_text(self.manifest, encoding="utf-8")


def _link(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    try:
        target.hardlink_to(source)
    except OSError:  # another disk, or one that knows no links
        shutil.copyfile(source, target)


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
    folder = kept(project)
    files: dict[str, Path | bytes] = {}
    listed, wrong = {}, []
    for name, sha in sorted(hashes(project).items()):
        files[name] = folder / name
        listed[name] = _about((folder / name).read_bytes())
        if listed[name]["sha256"] != sha:
            wrong.append(name)
    if wrong:
        raise RunnerError(
            f"{folder}: {', '.join(wrong)} is not what {FOLDER}/{LOCK} and core.json name. Delete "
            "that folder; make pyodide brings it again"
        )
    made = {"keras.zip": _keras(project), "ours.zip": _zip(_ours(project))}
    made[LOCK] = (project / FOLDER / LOCK).read_bytes()
    files |= made
    listed |= {name: _about(content) for name, content in made.items()}
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
        "texts": _texts(project),  # here, where an edit makes no reader load all files anew
    }
    return Shipped(files, json.dumps(manifest), version)


def signature(project: Path) -> object:
    """Changes when a file of what is shipped does, and is had without reading 45 MB."""
    ours = [project / FOLDER, *(project / "snippets").glob("*.py"), *_drawing()]
    return stamps([project / ".cache" / "pyodide", *ours, *project.glob(texts.FILES)])


def _lock(project: Path) -> dict[str, Any]:
    lock: dict[str, Any] = json.loads((project / FOLDER / LOCK).read_text("utf-8"))
    return lock


def _about(content: bytes) -> dict[str, Any]:
    return {"size": len(content), "sha256": _sha(content)}


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _keras(project: Path) -> bytes:
    """Keras and what it imports, zipped once for each set of versions."""
    versions = "-".join(distribution(name).version for name in KERAS)
    rules = _sha(repr(OMITTED).encode())[:8]
    path = project / ".cache" / "pyodide" / f"keras-{versions}-{rules}.zip"
    if not zipfile.is_zipfile(path):  # not there, or cut short
        part = path.with_suffix(f".{os.getpid()}")
        part.write_bytes(_zip(dict(_installed())))
        os.replace(part, path)
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
    """Our modules for the page, the converter, and of the runner its way of drawing."""
    modules = sorted((project / FOLDER / "python").glob("*.py"))
    modules += sorted((project / "snippets").glob("*.py"))
    ours = {path.name: path.read_bytes() for path in modules}
    drawing = {f"runner/{path.name}": path.read_bytes() for path in _drawing()}
    return ours | drawing | {"runner/__init__.py": b""}


def _drawing() -> list[Path]:
    runner = importlib.util.find_spec("runner")
    assert runner
    assert runner.origin
    return [Path(runner.origin).with_name(name) for name in DRAWING]


def _texts(project: Path) -> dict[str, dict[str, dict[str, str]]]:
    """What figures say in other languages: by language, then by the snippet that draws one."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for path in sorted((project / "snippets").glob("*/*.py")):
        title = f"{path.parent.name}/{path.name}"
        for language, said in texts.of(project, title).items():
            found.setdefault(language, {})[title] = said
    return found


def _zip(contents: dict[str, bytes]) -> bytes:
    """A zip that is the same whenever it is made."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in sorted(contents):
            packed.writestr(zipfile.ZipInfo(name, DATE), contents[name], zipfile.ZIP_DEFLATED, 9)
    return buffer.getvalue()
