"""Can this Python run the site? Silent and 0 if so, else one line that says what to do, and 1.

Runs on any Python from 2.7 on, so that an old one gets an answer and not a syntax error.
"""

import platform
import sys
import sysconfig

OLDEST, NEWEST = (3, 11), (3, 13)  # what requirements.txt is locked for; TensorFlow has no 3.14 yet
WHEELS = {  # machines that TensorFlow publishes wheels for
    "linux": ("x86_64", "aarch64"),
    "darwin": ("arm64",),
    "win32": ("AMD64",),
}


def problem():
    """What is in the way and what to do about it, one line; None if nothing is."""
    version = "%d.%d" % sys.version_info[:2]
    wanted = "Python %d.%d to %d.%d" % (OLDEST + NEWEST)
    install = "install " + wanted + ", or name it: make PYTHON=/path/to/python%d.%d" % NEWEST
    if sys.version_info[:2] < OLDEST:
        return "Python " + version + " is too old: " + install
    if sys.version_info[:2] > NEWEST:
        return "Python " + version + " is too new for TensorFlow: " + install
    if platform.python_implementation() != "CPython" or sysconfig.get_config_var("Py_GIL_DISABLED"):
        return (
            "TensorFlow has no build for this kind of Python: " + install + " (the usual CPython)"
        )
    place = "%s on %s" % (platform.system(), platform.machine())
    if platform.machine() not in WHEELS.get(sys.platform, ()) or sys.maxsize < 2**32:
        return (
            "TensorFlow has no build for %s with this Python: use Linux (x86-64, ARM64), macOS on "
            "Apple silicon, 64-bit Windows, or a container of one of these" % place
        )
    if sys.platform == "linux" and platform.libc_ver()[0] != "glibc":
        return "TensorFlow has no build for Linux without glibc: use a Debian or Ubuntu container"
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        return "this Python cannot make virtual environments: install python%s-venv" % version
    return None


if __name__ == "__main__":
    found = problem()
    if found:
        sys.stderr.write("%s: %s\n" % (sys.executable or "python", found))
        sys.exit(1)
