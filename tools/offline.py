"""Builds the site for reading from a folder, and packs it: dense-to-conv.zip.

Usage: python -m tools.offline [FILE]
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

NAME = "dense-to-conv"


def build(folder: Path) -> None:
    """Write the site into `folder`: pages as files, so that links work without a server."""
    command = [sys.executable, "-m", "mkdocs", "build", "--no-directory-urls", "-d", str(folder)]
    if code := subprocess.run(command).returncode:
        sys.exit(code)  # MkDocs has said why


def pack(path: Path) -> Path:
    """Zip a fresh build as `path`; inside, everything lies in one folder."""
    with tempfile.TemporaryDirectory() as parent:
        build(Path(parent, NAME))
        return Path(shutil.make_archive(str(path.with_suffix("")), "zip", parent, NAME))


if __name__ == "__main__":
    file = Path(sys.argv[1] if sys.argv[1:] else f"{NAME}.zip")
    if not file.parent.is_dir():
        sys.exit(f"{file}: its folder is not there; name one that is, or another file")
    print(pack(file))
