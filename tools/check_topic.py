"""Checks one topic: lint, its snippets against their records, its tests, the pages that show it.

Usage: python -m tools.check_topic TOPIC    (TOPIC: a folder of snippets/, such as softmax)
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGES = "tests/site/test_pages.py"
NUMBERS = "tests/site/test_numbers.py"
READ = (  # of its tests those that only read what is built
    "every_snippet_is_on_a_page",
    "every_block_is_a_snippet_or_its_record",
    "every_record_is_under_its_snippet",
    "no_code_stands_outside_of_blocks",
    "every_link_and_anchor_leads_somewhere",
    "every_page_describes_itself_and_names_its_headings",
)


def topics(root: Path = ROOT) -> list[str]:
    """Names of the folders in snippets/ that hold snippets."""
    return sorted({path.parent.name for path in (root / "snippets").glob("*/*.py")})


def pages(topic: str, root: Path = ROOT) -> list[str]:
    """Pages of docs/ that include a file of the topic, by path."""
    shown = f'--8<-- "{topic}/'
    found = (path for path in (root / "docs").rglob("*.md") if shown in path.read_text("utf-8"))
    return sorted(path.relative_to(root).as_posix() for path in found)


def steps(topic: str) -> list[tuple[str, list[str]]]:
    """What is done, and the arguments for this Python that do it, quickest first."""
    test = f"tests/topics/test_{topic}.py"
    # Both in one pytest: it builds the site, which runs what has changed, and reads its pages.
    tests = [test] if (ROOT / test).exists() else []
    read = [*(f"{PAGES}::test_{name}" for name in READ), NUMBERS]
    return [
        ("lint", ["-m", "ruff", "check", "."]),
        ("format", ["-m", "ruff", "format", "--check", "-q", "."]),
        ("types", ["-m", "mypy"]),
        (f"snippets/{topic}", ["-m", "runner", f"snippets/{topic}"]),
        (" ".join([*tests, *pages(topic)]), ["-m", "pytest", *tests, *read]),
    ]


def refusal(topic: str) -> str | None:
    """Why this topic cannot be checked, and what can be; None if it can."""
    if topic in topics():
        return None
    given = f"there is no snippets/{topic}/." if topic else "which topic?"
    return f"{given} Name one, as make check TOPIC=softmax does\nTopics: {' '.join(topics())}"


def main(arguments: list[str]) -> int:
    """Exit code: 0 if all is well, 1 at the first step that fails, 2 if there is no such topic."""
    topic = Path(" ".join(arguments)).name  # `snippets/softmax/` is understood too
    if why := refusal(topic):
        print(why, file=sys.stderr)
        return 2
    for name, command in steps(topic):
        print(f"== {name}", flush=True)
        if subprocess.run([sys.executable, *command], cwd=ROOT).returncode:
            why = f"make check TOPIC={topic} stopped at: {name}. Mend what stands above"
            print(why, file=sys.stderr)
            return 1
    print(f"{topic}: all is well")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
