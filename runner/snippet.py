"""What a snippet is: a file of `snippets/<topic>/`, its local imports, its fingerprint."""

import ast
import hashlib
import re
import sys
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from . import texts
from .telling import RunnerError, decoded

FOLDER = "snippets"
SECONDS = 60  # how long a snippet may run unless its header asks for more
DAY = 24 * 3600  # seconds
WORD = re.compile(r"\w+")
TIMEOUT = re.compile(r"^#\s*timeout:\s*(\d{1,9})\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Snippet:
    """One file `snippets/<topic>/<idea>.py` below `root`."""

    root: Path
    path: Path

    @property
    def name(self) -> str:
        """Path from the project's root, with forward slashes: `snippets/mapping/one.py`."""
        return self.path.relative_to(self.root).as_posix()

    @property
    def title(self) -> str:
        """The name without the leading folder, as pages show it: `mapping/one.py`."""
        return self.name.removeprefix(f"{FOLDER}/")

    @property
    def text_record(self) -> Path:
        return self.path.with_suffix(".txt")

    @property
    def figure_record(self) -> Path:
        return self.path.with_suffix(".svg")

    @cached_property
    def texts(self) -> dict[str, dict[str, str]]:
        """What its figure says in other languages, by language."""
        return texts.of(self.root, self.title)

    @cached_property
    def source(self) -> str:
        return _source(self.path, self.root)

    @cached_property
    def timeout(self) -> int:
        """Seconds the snippet may run: 60, or what a header line `# timeout: 120` asks for.

        A second at least, a day at most.
        """
        header = self.source[:500]
        found = TIMEOUT.search(header)
        return min(max(int(found[1]), 1), DAY) if found else SECONDS

    @cached_property
    def wants_fresh_interpreter(self) -> bool:
        """True if the source touches `os.environ`: most variables count only before an import."""
        return "os.environ" in self.source or "os.putenv" in self.source

    @cached_property
    def modules(self) -> list[Path]:
        """The files `snippets/*.py` that the snippet can import, directly or through one another.

        Those whose names occur in the source; all of them if an import may be computed.
        """
        every = sorted((self.root / FOLDER).glob("*.py"))
        if "importlib" in self.source or "__import__" in self.source:
            return every
        found: list[Path] = []
        texts = [self.source]
        while texts:
            words = set(WORD.findall(texts.pop()))
            new = [path for path in every if path.stem in words and path not in found]
            found += new
            texts += [_source(path, self.root) for path in new]
        return found

    def packages(self, site: Path | None = None) -> set[str]:
        """Modules from outside the project and the standard library that the snippet imports.

        Raises RunnerError on bad syntax, and on an import that a copied snippet could not do. A
        topic may be called like a package that is installed in the folder `site`.
        """
        ours = (self.path.parent, self.root / FOLDER, self.root)
        found: set[str] = set()
        for file in (self.path, *self.modules):
            for name, line in _imports(file, self.root, file.read_bytes()):
                first = name.partition(".")[0]
                local = (self.root / FOLDER / f"{first}.py").exists()
                if first in sys.stdlib_module_names or local:
                    continue
                ends = (".py", "/__init__.py")
                if site and any((site / f"{first}{end}").exists() for end in ends):
                    found.add(name)
                    continue
                if any((d / f"{first}.py").exists() or (d / first).is_dir() for d in ours):
                    raise RunnerError(
                        f"{file.relative_to(self.root).as_posix()}:{line}: imports `{first}`, a "
                        "part of this project. Who copies the snippet does not have it: use "
                        f"installed packages and {FOLDER}/*.py only"
                    )
                found.add(name)
        return found

    def fingerprint(self, environment: str) -> str:
        """SHA-256 over `environment`, the source, each local file that it imports, its texts."""
        digest = hashlib.sha256(environment.encode())
        digest.update(self.name.encode())
        digest.update(self.path.read_bytes())
        for module in sorted(self.modules):
            digest.update(module.name.encode() + module.read_bytes())
        digest.update(repr(self.texts).encode() if self.texts else b"")
        return digest.hexdigest()


def _source(file: Path, root: Path) -> str:
    """The file's text, which readers copy; raises RunnerError for what they would stumble over."""
    name, data = file.relative_to(root).as_posix(), file.read_bytes()
    text = decoded(data, name)
    if "\r" in text:
        raise RunnerError(f"{name}: its lines end as on Windows (CRLF); save it with LF")
    return text


@lru_cache(maxsize=1000)  # the converter is behind every third snippet
def _imports(file: Path, root: Path, source: bytes) -> list[tuple[str, int]]:
    """Dotted names that `file` imports, each with its line; raises RunnerError on bad syntax."""
    try:
        tree = ast.parse(source, filename=str(file))
    except (SyntaxError, ValueError) as error:
        line, what = getattr(error, "lineno", None) or 1, getattr(error, "msg", error)
        name = file.relative_to(root).as_posix()
        raise RunnerError(
            f"{name}:{line}: {error.__class__.__name__}: {what}; mend that line"
        ) from None
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            if node.level or node.module is None:
                name = file.relative_to(root).as_posix()
                raise RunnerError(
                    f"{name}:{node.lineno}: a relative import; a pasted file has no package. "
                    f"Import installed packages and {FOLDER}/*.py by their names"
                )
            found.append((node.module, node.lineno))
    return found


def folder_in(root: Path) -> Path:
    """The folder of snippets; raises RunnerError without one."""
    folder = root / FOLDER
    if not folder.is_dir():
        raise RunnerError(f"{root}: no folder {FOLDER}/ here; run this from the project's root")
    return folder


def find(root: Path, paths: list[Path] | None = None) -> list[Snippet]:
    """Snippets of `root`, all or those at or below `paths`; raises RunnerError on a bad path."""
    root = Path(root).resolve()
    folder = folder_in(root)
    every = [Snippet(root, p) for p in sorted(folder.glob("*/**/*.py"))]
    if not paths:
        return every
    chosen: dict[Path, Snippet] = {}
    for given in paths:
        path = Path(given).resolve()
        below = [s for s in every if s.path == path.with_suffix(".py") or path in s.path.parents]
        if path.parent == folder and path.suffix == ".py" and path.exists():
            below = [s for s in every if path in s.modules]  # a module: whoever imports it
        elif not below:
            raise RunnerError(f"{given}: no snippet here; name a file or folder of {FOLDER}/")
        chosen.update((s.path, s) for s in below)
    return list(chosen.values())
