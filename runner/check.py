"""Check every snippet against its record, executing only what could have changed."""

import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from . import records, report
from .environment import CACHE, environment_fingerprint
from .execute import execute
from .snippet import Snippet, SnippetError, find

Say = Callable[[str], None]


class RunnerError(Exception):
    """Something is wrong with the snippets; the message names each file and what to do."""


@dataclass
class Report:
    """What a check did: results by snippet, which ran now, which records were written."""

    results: dict[Snippet, dict] = field(default_factory=dict)
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
) -> Report:
    """Execute the snippets of `root` (or those at `paths`) and compare each with its record.

    A snippet is executed only if its fingerprint is new (or `again` is set). With `record`, an
    output that differs from its record replaces it, after a second run that shares nothing with
    the first has printed the same. `say` receives progress and differences.

    Raises RunnerError, after all snippets have run, with everything that is wrong.
    """
    root = Path(root).resolve()
    done = Report()
    try:
        snippets = find(root, paths)
    except SnippetError as error:
        raise RunnerError(str(error)) from None
    cache = root / CACHE / "runner"
    environment = environment_fingerprint(root)
    fingerprints = _fingerprints(snippets, environment, done)

    waiting = []
    for snippet, fingerprint in fingerprints.items():
        remembered = None if again else _remembered(cache, fingerprint)
        if remembered:
            done.results[snippet] = remembered
        elif _can_run(snippet, done):
            waiting.append(snippet)
    for snippet, result in _run(waiting, say):
        done.executed.append(snippet)
        if problem := _problem(snippet, result):
            done.problems.append(problem)
        else:
            done.results[snippet] = result
            _remember(cache, fingerprints[snippet], result)

    _compare(done, record, cache, say)
    for path in records.orphans(root):
        if not paths or any(Path(p).resolve() in path.parents for p in paths):
            name = path.relative_to(root).as_posix()
            done.problems.append(
                f"{name}: a record without its snippet. Delete it, or bring the snippet back"
            )
    if done.problems:
        raise RunnerError("\n\n".join(sorted(done.problems)))
    if not paths:
        report.write(root, done.results, fingerprints, environment)
        _forget_old(cache)
    return done


def _fingerprints(snippets: list[Snippet], environment: str, done: Report) -> dict[Snippet, str]:
    found = {}
    for snippet in snippets:
        try:
            found[snippet] = snippet.fingerprint(environment)
        except SnippetError as error:
            done.problems.append(str(error))
    return found


def _can_run(snippet: Snippet, done: Report) -> bool:
    """False, and a problem in `done`, if its syntax or its imports are wrong."""
    try:
        return snippet.packages is not None
    except SnippetError as error:
        done.problems.append(str(error))
        return False


def _run(snippets: list[Snippet], say: Say, second: bool = False):
    """Yield (snippet, result) in the order they end, saying which runs and how many are left."""
    begun = 0

    def started(snippet: Snippet) -> None:
        nonlocal begun
        begun += 1
        left = len(snippets) - begun
        say(f"running {snippet.title} ({left} to go)" if left else f"running {snippet.title}")

    for index, result in execute(snippets, started, say, second):
        yield snippets[index], result


def _problem(snippet: Snippet, result: dict) -> str | None:
    """What is wrong with a run, naming the file and the line; None if nothing is."""
    problem = result["problem"]
    if problem is None and not result["stdout"] and not result["figure"]:
        problem = {
            "line": None,
            "text": "it prints nothing and draws nothing; let it show its idea",
        }
    elif problem is None and "\x1b" in result["stdout"]:
        text = "it prints terminal control codes, which a page cannot show; strip them"
        problem = {"line": None, "text": text}
    if problem is None:
        return None
    place = f"{snippet.name}:{problem['line']}" if problem["line"] else snippet.name
    return f"{place}: {problem['text']}"


def _compare(done: Report, record: bool, cache: Path, say: Say) -> None:
    """Find the outputs that are not their records; report them, or record them anew."""
    differing = {}
    for snippet, result in done.results.items():
        if text := records.difference(snippet, result):
            differing[snippet] = text
    if not record:
        for snippet, text in differing.items():
            done.problems.append(
                f"{snippet.name}: its output is not what is recorded.\n{_indent(text)}\n"
                f"  If the new output is right: python -m runner --record {snippet.name}"
            )
            del done.results[snippet]
        return
    for snippet, second in _run(list(differing), say, second=True):
        first = done.results[snippet]
        problem = _problem(snippet, second)
        if problem or second["stdout"] != first["stdout"] or second["figure"] != first["figure"]:
            done.problems.append(
                problem
                or f"{snippet.name}: two runs printed or drew different things, so nothing is "
                "recorded. Seed what is random, sort what has no order, print fewer decimals"
            )
            del done.results[snippet]
            continue
        records.write(snippet, first, cache / "parts")
        done.recorded.append(snippet)
        say(f"recorded {snippet.name}\n{_indent(differing[snippet])}")


def _indent(text: str) -> str:
    return "\n".join(f"  {line}".rstrip() for line in text.splitlines())


def _remembered(cache: Path, fingerprint: str) -> dict | None:
    path = cache / "results" / f"{fingerprint}.json"
    try:
        result = json.loads(path.read_text(encoding="utf-8"))
        os.utime(path)
    except (OSError, ValueError):
        return None
    return result


def _remember(cache: Path, fingerprint: str, result: dict) -> None:
    folder = cache / "results"
    folder.mkdir(parents=True, exist_ok=True)
    records.write_whole(folder / f"{fingerprint}.json", json.dumps(result), cache / "parts")


def _forget_old(cache: Path) -> None:
    """Drop results that no check has used for a month."""
    limit = time.time() - 30 * 24 * 3600
    for path in (cache / "results").glob("*.json"):
        if path.stat().st_mtime < limit:
            path.unlink(missing_ok=True)
