"""A small project in a folder of its own, for the tests of the runner and of the build."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

import runner

ROOT = Path(__file__).resolve().parents[1]
TINY = ROOT / "tests" / "site" / "tiny"  # a site of one page and one snippet
PAGE, SNIPPET = (
    (TINY / name).read_text(encoding="utf-8") for name in ("docs/index.md", "snippets/sums/one.py")
)
NOTEBOOK = (ROOT / "tests" / "site" / "notebook.py").read_text(encoding="utf-8")
HASHED = "six==1 \\\n    --hash=sha256:0\n"  # a lock file of one package
ENOUGH = 1200  # seconds a build may take on a slow machine that has everything to execute


def put(path: Path, text: str | bytes) -> Path:
    """Write a file, in a folder that need not be there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def put_package(site: Path, name: str, version: str) -> None:
    """As if a package of this name and version were installed in the folder `site`."""
    text = f"Name: {name}\nVersion: {version}\n"
    put(site / f"{name}-{version}.dist-info" / "METADATA", text)


def mkdocs(folder: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess:
    """Run mkdocs with this Python in `folder`, with `env` over the environment; never raises."""
    kept = {k: v for k, v in os.environ.items() if k != "SITE_URL"}
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", *arguments],
        cwd=folder,
        env={**kept, "NO_MKDOCS_2_WARNING": "1", **env},
        capture_output=True,
        encoding="utf-8",
        timeout=ENOUGH,
    )


class Project:
    """A folder with `snippets/`, empty at first; the runner's functions and command, and MkDocs."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.said: list[str] = []
        self.write("requirements.txt", "numpy==1\n")
        (folder / "snippets").mkdir()

    @classmethod
    def tiny(cls, folder: Path) -> "Project":
        """One with the site of one page and one snippet in it."""
        project = cls(folder)
        for file in TINY.rglob("*"):
            if file.is_file():
                text = file.read_text(encoding="utf-8").replace("ROOT", ROOT.as_posix())
                project.write(file.relative_to(TINY).as_posix(), text)
        return project

    def write(self, name: str, text: str | bytes) -> Path:
        return put(self.folder / name, text)

    def read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def tree(self) -> dict[str, bytes]:
        """Every file but those of the cache, with its bytes."""
        return {n: b for n, b in _files(self.folder).items() if not n.startswith(".cache/")}

    def check(self, *paths: str, **options) -> runner.Checked:
        chosen = [self.folder / path for path in paths] or None
        return runner.check(self.folder, chosen, say=self.said.append, **options)

    def record(self, *paths: str) -> runner.Checked:
        return self.check(*paths, record=True)

    def failure(self, *paths: str, **options) -> str:
        """What the runner says is wrong; fails if it finds nothing."""
        with pytest.raises(runner.RunnerError) as caught:
            self.check(*paths, **options)
        return str(caught.value)

    def command(self, *arguments: str, **env: str) -> subprocess.CompletedProcess:
        """`python -m runner` in the project, once it has ended."""
        command = self.start(*arguments, env=env)
        out, errors = command.communicate(timeout=ENOUGH)
        return subprocess.CompletedProcess(command.args, command.returncode, out, errors)

    def start(self, *arguments: str, env: dict[str, str] | None = None, **options):
        """`python -m runner` in the project, running."""
        return subprocess.Popen(
            [sys.executable, "-m", "runner", *arguments],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            **options,
        )

    def build(self, **env: str) -> subprocess.CompletedProcess:
        return mkdocs(self.folder, "build", **env)

    def fails_to_build(self, message: str) -> None:
        """Build; that has to say `message`, and to leave the site and the records as they are."""
        before = self.site()
        records = {p: p.read_bytes() for p in self.folder.rglob("*.txt") if "site" not in p.parts}
        done = self.build()
        assert done.returncode != 0
        assert re.search(message, done.stderr + done.stdout, re.DOTALL), done.stderr
        assert "mkdocs/commands/build.py" not in done.stderr  # a message, no traceback of MkDocs
        assert self.site() == before
        assert list(self.folder.glob(".site*")) == []
        assert all(path.read_bytes() == text for path, text in records.items())

    def builder(self, command: str) -> Callable[[], None]:
        """A function that builds in this process, as one `mkdocs <command>` does many times."""

        def load() -> MkDocsConfig:
            return load_config(str(self.folder / "mkdocs.yml"))

        load().plugins.on_startup(command=command, dirty=False)
        return lambda: build(load())

    def site(self) -> dict[str, bytes]:
        """Every file of the built site with its content."""
        return _files(self.folder / "site")


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
