"""What every judge of mutants has: a copy of the project, and pytest in it."""

import re
from collections.abc import Iterator
from pathlib import Path

from runner.packages import of_folder

from .mutants import Mutant
from .scratch import LATE, Scratch, Warm

LONG = 3600  # seconds that tests may take, on a machine that has other things to do


class Judge:
    """Tells of each mutant, once, what kills it; empty if nothing has."""

    files: list[Path]

    def __init__(self, root: Path):
        self.root = root
        self.scratch = Scratch(root, type(self).__name__.lower())
        self.warm = Warm(of_folder(root, root), self.scratch.folder)

    def judge(self, mutants: list[Mutant]) -> Iterator[tuple[Mutant, str]]:
        raise NotImplementedError

    def close(self) -> None:
        self.warm.close()
        self.scratch.remove()

    def tested(
        self,
        mutant: Mutant,
        *tests: str,
        timeout: float = LONG,
        of_one: float = LONG,
        warm: Warm | None = None,
    ) -> str:
        """What of these tests says: they have to pass without the mutant."""
        each = (f"faulthandler_timeout={of_one}", "faulthandler_exit_on_timeout=true")
        given = [*tests, *(f"--override-ini={e}" for e in each)]
        with self.scratch.planted(mutant):
            done = (warm or self.warm).pytest(*given, timeout=timeout)
        if done["code"] in (0, 5):  # passed, or none of them is here
            return ""
        if done["code"] is None or "Timeout (" in done["said"]:
            return LATE
        failed = re.search(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$", done["said"], re.MULTILINE)
        return failed[1] if failed else "tests"  # nothing could be imported
