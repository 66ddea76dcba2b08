"""Downloads one package as pip does, with its hash, for the files that are in it."""

import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path


def members(requirements: Path) -> Iterator[tuple[str, bytes]]:
    """(path, content) of each file of the one package that `requirements` names with its hash.

    Raises OSError if it cannot be downloaded.
    """
    with tempfile.TemporaryDirectory() as temporary:
        command = ["pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
        command += ["--require-hashes", "-r", str(requirements), "-d", temporary]
        if subprocess.run([sys.executable, "-m", *command]).returncode:
            raise OSError("it could not be downloaded, pip says why")
        (archive,) = Path(temporary).iterdir()
        if archive.suffix == ".whl":
            with zipfile.ZipFile(archive) as packed:
                for name in packed.namelist():
                    yield name, packed.read(name)
        else:
            with tarfile.open(archive) as packed:
                for member in packed:
                    if file := packed.extractfile(member):
                        yield member.name, file.read()
