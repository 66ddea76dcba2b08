"""Check every snippet: find → fingerprint → remembered or run → compare → report."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from . import homes, listed, memory, pool, records, report
from .environment import environment_fingerprint
from .job import Result
from .packages import Packages
from .pool import Say
from .snippet import Snippet, find
from .telling import RunnerError, indented


@dataclass
class Checked:
    """What a check found: results by snippet; which ran now, were recorded, were not executed."""

    results: dict[Snippet, Result] = field(default_factory=dict)
    executed: list[Snippet] = field(default_factory=list)
    recorded: list[Snippet] = field(default_factory=list)
    left_out: list[Snippet] = field(default_factory=list)  # their packages are not here
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
    the first has printed the same. A snippet whose packages are not here is not executed; its
    record has to be of what it is now. `say` receives progress and differences.

    Raises RunnerError, after all snippets have run, with everything that is wrong.
    """
    root = Path(root).resolve()
    done = Checked()
    snippets = find(root, paths)
    found = homes.homes(snippets, say, done.problems)
    here = {snippet: packages for snippet, packages in found.items() if packages.ready}
    done.left_out = [snippet for snippet in found if snippet not in here]
    if unexecuted := homes.of_the_record(done.left_out):
        done.problems += [unexecuted] if paths else []  # it was asked for
        say(unexecuted)
    fingerprints = _fingerprints(here, done)
    for snippet, fingerprint in fingerprints.items():
        if not again and (result := memory.remembered(root, fingerprint)):
            done.results[snippet] = result
    _run_new({s: here[s] for s in fingerprints if s not in done.results}, fingerprints, done, say)
    differing = _compare(done)
    if record:
        _record(differing, here, done, say)
        homes.stamp({snippet: here[snippet] for snippet in done.results}, done.recorded)
    else:
        _blame(differing, done)
    held = {s: packages for s, packages in found.items() if s not in here or s in done.results}
    done.problems += homes.stale(held)
    done.problems += records.orphans(root, paths)
    if done.problems:
        raise RunnerError("\n\n".join([*sorted(set(done.problems)), *listed.amiss(root)]))
    if not paths:
        topics = homes.about(root, done.results)
        environment = environment_fingerprint(root)
        report.write(root, done.results, fingerprints, environment, topics)
        memory.forget_old(root)
    return done


def _fingerprints(here: dict[Snippet, Packages], done: Checked) -> dict[Snippet, str]:
    surroundings = {packages: packages.fingerprint() for packages in set(here.values())}
    found = {}
    for snippet, packages in here.items():
        try:
            found[snippet] = snippet.fingerprint(surroundings[packages])
        except RunnerError as error:
            done.problems.append(str(error))
    return found


def _run_new(
    snippets: dict[Snippet, Packages], fingerprints: dict[Snippet, str], done: Checked, say: Say
) -> None:
    """Execute `snippets`; remember each result that has nothing wrong."""
    for snippet, result in _results(snippets, done, say):
        done.executed.append(snippet)
        if result.problem:
            done.problems.append(result.problem.of(snippet.name))
        else:
            done.results[snippet] = result
            memory.remember(snippet.root, fingerprints[snippet], result)


def _results(
    snippets: dict[Snippet, Packages], done: Checked, say: Say, second: bool = False
) -> Iterator[tuple[Snippet, Result]]:
    """Run `snippets`, those on the same packages together."""
    groups: dict[Packages, dict[Snippet, set[str]]] = {}
    for snippet, packages in snippets.items():
        try:
            groups.setdefault(packages, {})[snippet] = snippet.packages(packages.site)
        except RunnerError as error:
            done.problems.append(str(error))
    for packages, imports in groups.items():
        yield from pool.results(packages, imports, say, second)


def _compare(done: Checked) -> dict[Snippet, str]:
    """The difference from its record for each snippet that has one."""
    found = {s: records.difference(s, result) for s, result in done.results.items()}
    return {snippet: difference for snippet, difference in found.items() if difference}


def _blame(differing: dict[Snippet, str], done: Checked) -> None:
    for snippet, difference in differing.items():
        command = f"python -m runner --record {snippet.name}"
        done.problems.append(records.not_recorded(snippet.name, difference, command))
        del done.results[snippet]


def _record(
    differing: dict[Snippet, str], here: dict[Snippet, Packages], done: Checked, say: Say
) -> None:
    """Make the first result of each the record, if a second run agrees with it."""
    snippets = {snippet: here[snippet] for snippet in differing}
    for snippet, second in _results(snippets, done, say, second=True):
        first = done.results[snippet]
        if second.problem:
            done.problems.append(second.problem.of(snippet.name))
            del done.results[snippet]
        elif second.output != first.output:
            done.problems.append(records.unsteady(snippet.name, first.stdout, second.stdout))
            del done.results[snippet]
        else:
            records.write(snippet, first)
            done.recorded.append(snippet)
            say(f"recorded {snippet.name}\n{indented(differing[snippet])}")
