"""A project of its own for each test: a folder with snippets, checked by the real runner."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import runner
from runner.pool import stop

HOME = Path(runner.__file__).parents[1]


class Project:
    """A small tree with `snippets/`, and the runner's functions and command line on it."""

    def __init__(self, root: Path):
        self.root = root
        self.said: list[str] = []
        self.write("requirements.txt", "numpy==1\n")
        (root / "snippets").mkdir()

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def read(self, name: str) -> str:
        return (self.root / name).read_text(encoding="utf-8")

    def check(self, *paths: str, **options) -> runner.Checked:
        chosen = [self.root / p for p in paths] or None
        return runner.check(self.root, chosen, say=self.said.append, **options)

    def record(self, *paths: str) -> runner.Checked:
        return self.check(*paths, record=True)

    def failure(self, *paths: str, **options) -> str:
        with pytest.raises(runner.RunnerError) as caught:
            self.check(*paths, **options)
        return str(caught.value)

    def command(self, *arguments: str, **options) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "-m", "runner", *arguments],
            cwd=self.root,
            env={**os.environ, "PYTHONPATH": str(HOME)},
            capture_output=True,
            encoding="utf-8",
            **options,
        )

    def tree(self) -> dict[str, bytes]:
        """Every file but those of the cache, with its bytes."""
        return {
            p.relative_to(self.root).as_posix(): p.read_bytes()
            for p in sorted(self.root.rglob("*"))
            if p.is_file() and ".cache" not in p.parts
        }


@pytest.fixture
def project(tmp_path):
    yield Project(tmp_path.resolve())
    stop()
