"""Two folders change places in one step, where the system can do that."""

import ctypes
import os
import sys
from pathlib import Path

HERE = -100  # AT_FDCWD: paths are as seen from the working folder
LINUX, MACOS = 2, 2  # RENAME_EXCHANGE of renameat2(2), RENAME_SWAP of renamex_np(2)


def exchange(one: Path, other: Path) -> bool:
    """True if done. False, and nothing has changed, where the system or the disk cannot."""
    a, b = os.fsencode(one), os.fsencode(other)
    try:
        if sys.platform == "linux":
            return bool(ctypes.CDLL(None).renameat2(HERE, a, HERE, b, LINUX) == 0)
        if sys.platform == "darwin":
            return bool(ctypes.CDLL(None).renamex_np(a, b, MACOS) == 0)
    except AttributeError:  # a C library without it
        pass
    return False
