"""How what went wrong is told: cut to what a person reads, and with what to do about files."""

import contextlib
import errno
from collections.abc import Iterator

LINES, COLUMNS = 40, 300  # of a difference, a traceback, what was printed
SPACE = "Free some space there and say it again"
RIGHTS = "Give yourself the right to write there (chmod u+w), or work in a folder of your own"
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
    errno.ENOENT: "It has to be there: bring it back (a folder for temporary files: set TMPDIR)",
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
    where = error.filename2 or error.filename or "a file could not be written"
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
