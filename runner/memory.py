"""What lasts from one run to the next: results by fingerprint, and files written whole."""

import contextlib
import hashlib
import json
import os
import time
from dataclasses import asdict
from pathlib import Path

from .environment import CACHE
from .job import Result

MONTH = 30 * 24 * 3600  # seconds


def write_whole(root: Path, path: Path, text: str) -> None:
    """Write `text` to `path` so that an interruption leaves the old file or the new one.

    The part is written in the cache of `root`, so that nobody who watches `path`'s folder sees it.
    """
    parts = _folder(root, "parts")
    parts.mkdir(parents=True, exist_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = parts / f"{os.getpid()}-{path.name}"
    try:
        part.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:  # of a full disk the system does not say which file
        error.filename = error.filename or str(part)
        raise
    os.replace(part, path)


def remembered(root: Path, fingerprint: str) -> Result | None:
    """The result kept under `fingerprint`; None if there is none, or not as it was kept."""
    path = _result(root, fingerprint)
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        result = Result.from_json(kept)
        if kept.get("digest") != _digest(result):
            return None
    except (OSError, ValueError, RecursionError):
        return None
    with contextlib.suppress(OSError):
        os.utime(path)
    return None if result.problem else result


def remember(root: Path, fingerprint: str, result: Result) -> None:
    """Keep `result` under `fingerprint`."""
    kept = asdict(result) | {"digest": _digest(result)}
    write_whole(root, _result(root, fingerprint), json.dumps(kept))


def forget_old(root: Path) -> None:
    """Drop results that no check has used for a month, and parts that an interruption left."""
    limit = time.time() - MONTH
    for path in (*_folder(root, "results").glob("*.json"), *_folder(root, "parts").iterdir()):
        with contextlib.suppress(OSError):  # another process may do the same at this moment
            if path.stat().st_mtime < limit:
                path.unlink()


def _digest(result: Result) -> str:
    return hashlib.sha256(json.dumps(asdict(result)).encode()).hexdigest()


def _folder(root: Path, name: str) -> Path:
    return root / CACHE / "runner" / name


def _result(root: Path, fingerprint: str) -> Path:
    return _folder(root, "results") / f"{fingerprint}.json"
