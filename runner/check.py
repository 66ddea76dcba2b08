"""Check every snippet: find → fingerprint → remembered or run → compare → report."""

from dataclasses import dataclass, field
from pathlib import Path

from . import memory, pool, records, report
from .environment import environment_fingerprint
from .job import Result
from .pool import Say
from .snippet import RunnerError, Snippet, find


@dataclass
class Checked:
    """What a check found: results by snippet, which ran now, which records were written."""

    results: dict[Snippet, Result] = field(default_factory=dict)
    executed: list[Snippet] = field(default_factory=list)
    recorded: list[Snippet] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{len(self.results)} snippets hold what is recorded, {len(self.executed)} executed "
            f"now, {len(self.recorded)} recorded anew"
        )


def check(
    root: Path | str = ".",
    paths: list[Path] | None = None,
    *,
    record: bool = False,
    again: bool = False,
    say: Say = lambda text: None,
) -> Checked:
    """Execute the snippets of `root` (or those at `paths`) and compare each with its record.

    A snippet is executed only if its fingerprint is new (or `again` is set). With `record`, an
    output that differs from its record replaces it, after a second run that shares nothing with
    the first has printed the same. `say` receives progress and differences.

    Raises RunnerError, after all snippets have run, with everything that is wrong.
    """
    root = Path(root).resolve()
    done = Checked()
    snippets = find(root, paths)
    environment = environment_fingerprint(root)
    fingerprints = _fingerprints(snippets, environment, done)
    for snippet, fingerprint in fingerprints.items():
        if not again and (result := memory.remembered(root, fingerprint)):
            done.results[snippet] = result
    _run_new([s for s in fingerprints if s not in done.results], fingerprints, done, say)
    differing = _compare(done)
    if record:
        _record(differing, done, say)
    else:
        _blame(differing, done)
    done.problems += records.orphans(root, paths)
    if done.problems:
        raise RunnerError("\n\n".join(sorted(set(done.problems))))
    if not paths:
        report.write(root, done.results, fingerprints, environment)
        memory.forget_old(root)
    return done


def _fingerprints(snippets: list[Snippet], environment: str, done: Checked) -> dict[Snippet, str]:
    found = {}
    for snippet in snippets:
        try:
            found[snippet] = snippet.fingerprint(environment)
        except RunnerError as error:
            done.problems.append(str(error))
    return found


def _run_new(
    snippets: list[Snippet], fingerprints: dict[Snippet, str], done: Checked, say: Say
) -> None:
    """Execute `snippets`; remember each result that has nothing wrong."""
    packages = {}
    for snippet in snippets:
        try:
            packages[snippet] = snippet.packages()
        except RunnerError as error:
            done.problems.append(str(error))
    for snippet, result in pool.results(packages, say):
        done.executed.append(snippet)
        if result.problem:
            done.problems.append(result.problem.of(snippet.name))
        else:
            done.results[snippet] = result
            memory.remember(snippet.root, fingerprints[snippet], result)


def _compare(done: Checked) -> dict[Snippet, str]:
    """The difference from its record for each snippet that has one."""
    found = {s: records.difference(s, result) for s, result in done.results.items()}
    return {snippet: difference for snippet, difference in found.items() if difference}


def _blame(differing: dict[Snippet, str], done: Checked) -> None:
    for snippet, difference in differing.items():
        command = f"python -m runner --record {snippet.name}"
        done.problems.append(records.not_recorded(snippet.name, difference, command))
        del done.results[snippet]


def _record(differing: dict[Snippet, str], done: Checked, say: Say) -> None:
    """Make the first result of each the record, if a second run agrees with it."""
    packages = {snippet: snippet.packages() for snippet in differing}
    for snippet, second in pool.results(packages, say, second=True):
        first = done.results[snippet]
        if second.problem:
            done.problems.append(second.problem.of(snippet.name))
            del done.results[snippet]
        elif (second.stdout, second.figure) != (first.stdout, first.figure):
            done.problems.append(
                f"{snippet.name}: two runs printed or drew different things, so nothing is "
                "recorded. Seed what is random, sort what has no order, print fewer decimals"
            )
            del done.results[snippet]
        else:
            records.write(snippet, first)
            done.recorded.append(snippet)
            say(f"recorded {snippet.name}\n{records.indented(differing[snippet])}")
