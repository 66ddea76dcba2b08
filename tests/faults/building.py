"""`mkdocs build` in a process that has imported MkDocs already, to be interrupted at any point."""

import os
import signal
import sys
from pathlib import Path

IMPORTED = ["mkdocs.__main__", "mkdocs.commands.build", "material", "pymdownx.superfences"]


def build(folder: str, step: int = 0) -> None:
    """As the command does it. With `step` it kills itself at that one of putting the site in place.

    There it does without the one step that exchanges folders, as on a system that has none.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores it
    os.chdir(folder)
    os.environ |= {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "0"}
    with Path("said.txt").open("w", encoding="utf-8") as said:
        os.dup2(said.fileno(), 1)
        os.dup2(said.fileno(), 2)
    if step:
        _kill_at(step)
    from mkdocs.__main__ import cli

    cli(["build"])


def _kill_at(step: int) -> None:
    import hooks.exchange

    hooks.exchange.exchange = lambda one, other: False
    left = step

    def hear(event: str, arguments: tuple) -> None:
        nonlocal left
        if event == "os.rename" and "site" in Path(os.fsdecode(arguments[1])).name:
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hear)
