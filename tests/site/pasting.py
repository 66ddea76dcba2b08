"""Runs pasted blocks, each in a fork that has imported the modules named and nothing of ours.

Usage: python -P pasting.py MODULE ... < folders    (separated by NUL; each has a `pasted.py`;
beside it stands what hides other modules from it, and what it prints goes into `stdout` and
`stderr` there)
"""

import os
import runpy
import sys
import traceback


def main(modules, folders):
    for name in modules:
        __import__(name)
    for folder in folders:
        child = os.fork()
        if child == 0:
            run(folder)
        os.waitpid(child, 0)


def run(folder):
    """Run the block of `folder` as a reader would who has changed there; never returns."""
    runpy.run_path(os.path.join(folder, "..", "hiding", "sitecustomize.py"))
    os.chdir(folder)
    sys.path.insert(0, folder)
    for number, name in ((1, "stdout"), (2, "stderr")):
        os.dup2(os.open(f"../{name}", os.O_CREAT | os.O_WRONLY), number)
    sys.argv = ["pasted.py"]
    try:
        runpy.run_path("pasted.py", run_name="__main__")
    except BaseException:
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1:], sys.stdin.read().split("\0"))
