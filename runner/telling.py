"""How what went wrong is told: cut to what a person reads, and with what to do about files."""

import codecs
import contextlib
import errno
import sys
import tomllib
from collections.abc import Callable, Iterator
from typing import Any

LINES, COLUMNS = 40, 300  # of a difference, a traceback, what was printed
SPACE = "Free some space on its disk, then try again"
RIGHTS = "Give yourself the rights to it (chmod u+rw), or work in a folder of your own"
FOLDER = "A folder has to be there: move away what is in its place"
REMEDIES = {
    errno.ENOSPC: SPACE,
    getattr(errno, "EDQUOT", errno.ENOSPC): SPACE,
    errno.EACCES: RIGHTS,
    errno.EPERM: RIGHTS,
    errno.EROFS: RIGHTS,
    errno.ENOTDIR: FOLDER,
    errno.EEXIST: FOLDER,
    errno.EISDIR: "A file has to be there: move away the folder in its place",
    errno.EXDEV: "Keep .cache/ and snippets/ on one disk: a file is moved from one to the other",
    errno.ENOENT: "Bring it back (git restore), or mend the name that leads to it; temporary files "
    "go where TMPDIR says",
}


class RunnerError(Exception):
    """Something is wrong with the snippets; the message names each file and what to do."""


def shortened(text: str) -> str:
    """`text` without what is in the middle of very many lines, or at the end of very long ones."""
    lines = [_shortened(line) for line in text.splitlines()]
    if len(lines) > LINES:
        half = LINES // 2
        lines[half:-half] = [f"… ({len(lines) - LINES:,} lines more)"]
    return "\n".join(lines)


def _shortened(line: str) -> str:
    more = len(line) - COLUMNS
    return f"{line[:COLUMNS]} … ({more:,} characters more)" if more > 0 else line


def indented(text: str) -> str:
    """`text` as it stands under a message: shortened, two columns in."""
    return "\n".join(f"  {line}".rstrip() for line in shortened(text).splitlines())


def remedy(error: OSError) -> str | None:
    """What to say of a file that cannot be read or written; None if that is no such error."""
    done = REMEDIES.get(error.errno or 0)
    where = error.filename2 or error.filename or "a file of .cache/ or of the site's folder"
    return f"{where}: {error.strerror}. {done}" if done else None


@contextlib.contextmanager
def told() -> Iterator[None]:
    """Raises RunnerError, with what to do, for files that cannot be read or written."""
    try:
        yield
    except OSError as error:
        if text := remedy(error):
            raise RunnerError(text) from None
        raise


def ended(command: Callable[[], int], interrupted: str) -> int:
    """Run a command; give its exit code: its own, 1 with what is wrong, 130 if `interrupted`."""
    try:
        with told():
            return command()
    except RunnerError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"\ninterrupted; {interrupted}", file=sys.stderr)
        return 130


def decoded(data: bytes, name: str) -> str:
    """The text of the file `name`; raises RunnerError if it is no plain UTF-8."""
    if data.startswith(codecs.BOM_UTF8):
        raise RunnerError(f"{name}: begins with a byte order mark; save it as UTF-8 without BOM")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise RunnerError(f"{name}:{line}: not UTF-8 ({error.reason}); save it as UTF-8") from None


def table(data: bytes, name: str) -> dict[str, Any]:
    """What the TOML file `name` holds; raises RunnerError if it cannot be read."""
    try:
        return tomllib.loads(decoded(data, name))
    except tomllib.TOMLDecodeError as error:
        raise RunnerError(f"{name}: no TOML: {error}; mend that line") from None
