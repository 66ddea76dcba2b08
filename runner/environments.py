"""`python -m runner.environments`: the topics with packages of their own; installs these."""

import argparse
import shutil
import sys
from pathlib import Path

from . import install, topics
from .snippet import folder_in
from .telling import ended


def main(arguments: list[str] | None = None) -> int:
    """Exit code: 0 if all is well, 1 if something is amiss, 130 if interrupted."""
    parser = argparse.ArgumentParser(prog="python -m runner.environments", description=__doc__)
    parser.add_argument("--make", action="store_true", help="install what is not there yet")
    parser.add_argument("--forget", action="store_true", help="remove what no topic asks for now")
    parser.add_argument("topics", nargs="*", help="folders of snippets/ (default: all)")
    chosen = parser.parse_args(arguments)
    return ended(
        lambda: _done(Path.cwd().resolve(), chosen),
        "what is not whole was not kept, and the same command begins it anew",
    )


def _done(root: Path, chosen: argparse.Namespace) -> int:
    def say(text: str) -> None:
        print(text, flush=True)

    folder_in(root)
    names = [Path(name).name for name in chosen.topics]  # `snippets/pytorch/` is understood too
    found = topics(root, names)
    for packages in found.values() if chosen.make else ():
        install.make(packages, say)
    others = install.unwanted(root)
    for folder in others if chosen.forget else ():
        shutil.rmtree(folder)
    for name, packages in found.items():
        where = packages.folder.relative_to(root).as_posix()
        say(f"{name}: {where if packages.ready else 'not installed'}")
    for folder in others:
        what = "removed" if chosen.forget else "no topic asks for it; --forget removes it"
        say(f"{folder.relative_to(root).as_posix()}: {what}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
