"""Inside a snippet's process: it writes into its own folder only, and asks no other machine.

An audit hook refuses the rest where it is asked for. It hears of all that goes through Python; not
of what native code does by itself, nor of what a program does that the snippet starts.
"""

import os
import sys
import tempfile
import types
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from .job import Job, Problem

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
CHANGES = {  # events that change files: (arguments that name these, a folder's descriptor)
    "os.chmod": ((0,), 2),
    "os.link": ((1,), 3),
    "os.mkdir": ((0,), 2),
    "os.remove": ((0,), 1),
    "os.rename": ((0, 1), 2),
    "os.rmdir": ((0,), 1),
    "os.symlink": ((1,), 2),
    "os.truncate": ((0,), None),
    "shutil.rmtree": ((0,), None),
    "sqlite3.connect": ((0,), None),
}
NAMES = {"socket.getaddrinfo", "socket.gethostbyname"}  # events that ask where a machine is
SENDING = {"socket.bind", "socket.connect", "socket.sendmsg", "socket.sendto"}


class Guard:
    """Refuses what `job` may not do while `watching`; keeps the first as `problem`.

    It may write into `folder`, into those of libraries' caches, and wherever temporary files go
    outside of the project.
    """

    def __init__(self, job: Job, folder: Path):
        self.path = job.path
        self.project = _real(Path(job.modules).parent)
        caches = (os.environ.get(name) for name in ("KERAS_HOME", "MPLCONFIGDIR"))
        self.own = [_real(path) for path in (folder, *filter(None, caches))]
        self.shared = [_real(path) for path in (tempfile.gettempdir(), "/dev")]
        self.watching = False
        self.problem: Problem | None = None
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.watching:
            return
        if event == "open":
            if arguments[2] & WRITING:
                self._write(arguments[0])
        elif event in CHANGES:
            named, descriptor = CHANGES[event]
            if descriptor is None or arguments[descriptor] in (-1, None):
                for index in named:
                    self._write(arguments[index])
        elif event in NAMES and arguments[0]:
            self._reach(arguments[0])
        elif event in SENDING and isinstance(arguments[1], tuple):  # else a socket that is a file
            self._reach(":".join(map(str, arguments[1][:2])))

    def _write(self, path: Any) -> None:
        if isinstance(path, int) or path == os.devnull:  # a file that is open already; none
            return
        full, ours = _real(path), _below(_real(path), [self.project])
        if not (_below(full, self.own) or (_below(full, self.shared) and not ours)):
            shown = os.path.relpath(full, self.project) if ours else full
            self._refuse(
                f"it writes {Path(shown).as_posix()}, which is not in its folder. Write into the "
                "working folder, under a name without folders"
            )

    def _reach(self, address: Any) -> None:
        self._refuse(
            f"it uses the network ({address}), which readers may lack. Take data from an installed "
            "package, or compute it"
        )

    def _refuse(self, text: str) -> None:
        if not _importing(self.path):
            self.problem = self.problem or Problem(line_now(self.path), text)
        raise PermissionError(text)


def line_now(path: str) -> int | None:
    """The line of the snippet that is being executed: what a library does comes from there."""
    frame: types.FrameType | None = sys._getframe()
    while frame and frame.f_code.co_filename != path:
        frame = frame.f_back
    return frame.f_lineno if frame else None


def _importing(path: str) -> bool:
    """True in an import: some libraries try what a machine can, and do without what is refused."""
    frame: types.FrameType | None = sys._getframe()
    while frame and frame.f_code.co_filename != path:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False


def _real(path: Any) -> str:
    return os.path.realpath(os.fsdecode(path))


def _below(path: str, folders: Iterable[str]) -> bool:
    """Whether `path` is one of `folders` or in one, whatever case a system makes of them."""
    inner = os.path.normcase(path) + os.sep
    return any(inner.startswith(os.path.normcase(folder) + os.sep) for folder in folders)
