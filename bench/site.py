"""How long building the site takes, beside what it could not do without.

    python -m bench.site            copies the project to a temporary folder and measures there

A build with nothing remembered must import TensorFlow once, run the snippets over the cores, and
make the pages: it is compared with the sum of these three. One with nothing changed must make the
pages: it is compared with MkDocs making the same pages of each language without hooks, with
Material alone, and with mkdocs-jupyter beside it that executes nothing. So are the seconds that
somebody who writes waits under `mkdocs serve`. Topics with packages of their own are left out.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench import serving

ROOT = Path(__file__).resolve().parents[1]
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", ".cache", "site", ".site-*", "__pycache__", ".*_cache", ".hypothesis"
)
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
ENVIRONMENT = {  # as the Makefile sets it
    **os.environ,
    "NO_MKDOCS_2_WARNING": "1",
    "NBCONVERT_DISABLE_CONFIG_EXPORTERS": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
}
EDITED = "docs/en/index.md"


def seconds(*command: str, folder: Path, env: dict = ENVIRONMENT) -> float:
    """Run a command with this Python; raises CalledProcessError, its output shown, if it fails."""
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, *command], cwd=folder, env=env, capture_output=True, encoding="utf-8"
    )
    if done.returncode:
        print(done.stdout + done.stderr, file=sys.stderr)
        done.check_returncode()
    return time.perf_counter() - started


def one_process_each(project: Path, snippets: list[str]) -> float:
    """Each as `python <file>` in an empty folder, as many at once as there are cores."""
    env = {**ENVIRONMENT, "PYTHONPATH": str(project / "snippets"), "MPLBACKEND": "agg"}

    def run(snippet: str) -> None:
        with tempfile.TemporaryDirectory() as empty:
            seconds(str(project / "snippets" / snippet), folder=Path(empty), env=env)

    started = time.perf_counter()
    with ThreadPoolExecutor(CORES) as pool:
        list(pool.map(run, snippets))
    return time.perf_counter() - started


def without_us(project: Path) -> dict[str, list[Path]]:
    """Configurations, one a language, for the same pages without our hooks.

    "plain" is Material alone, "stock" has mkdocs-jupyter too.
    """
    plugins = {
        "plain": "[search]",
        "stock": "[search, mkdocs-jupyter: {include: [lessons/*.py]}]",
    }
    configs: dict[str, list[Path]] = {what: [] for what in plugins}
    for base in sorted(project.glob("mkdocs*.yml")):
        language = base.stem.partition(".")[2]
        docs = project / f"plain{language}"
        shutil.copytree(project / "docs" / (language or "en"), docs)
        shutil.copytree(project / "snippets", docs / "snippets", ignore=LEFT_OUT)
        for notebook in docs.glob("lessons/*.py"):
            finished = project / "site" / language / "lessons" / f"{notebook.stem}.ipynb"
            notebook.with_suffix(".md").write_text(_markdown(finished), encoding="utf-8")
            notebook.unlink()
        for what, chosen in plugins.items():
            configs[what].append(project / f"{what}{language}.yml")
            configs[what][-1].write_text(
                f"INHERIT: {base.name}\ndocs_dir: {docs.name}\nsite_dir: {docs.name}-site\n"
                f"strict: false\nhooks: []\nplugins: {chosen}\n",
                encoding="utf-8",
            )
    return configs


def _markdown(notebook: Path) -> str:
    parts = []
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        text = "".join(cell["source"])
        parts.append(text if cell["cell_type"] == "markdown" else f"````python\n{text}\n````")
        for output in cell.get("outputs", ()):
            parts.append(f"````text\n{''.join(output['text'])}````")
    return "\n\n".join(parts)


def measure(project: Path, repeats: int) -> dict[str, float]:
    build = ("-m", "mkdocs", "build", "-q")

    def median(*command: str, before=lambda n: None) -> float:
        taken = []
        for number in range(repeats):
            before(number)
            taken.append(seconds(*command, folder=project))
        return statistics.median(taken)

    def edit(number: int) -> None:
        page = project / EDITED
        page.write_text(page.read_text(encoding="utf-8") + f"\nWord{number}\n", encoding="utf-8")

    found = {"import": seconds("-c", "import keras", folder=project)}  # its files into memory
    found["import"] = median("-c", "import keras")
    found["new"] = seconds(*build, folder=project)
    report = json.loads((project / ".cache/runner/report.json").read_text(encoding="utf-8"))
    found["snippets"] = sum(row["seconds"] for row in report["snippets"])
    found["count"] = len(report["snippets"])
    found["same"] = median(*build)
    found["edit"] = median(*build, before=edit)
    for what, configs in without_us(project).items():
        found[what] = sum(median(*build, "-f", str(config)) for config in configs)
    found["each"] = one_process_each(project, [row["snippet"] for row in report["snippets"]])
    found |= serving.measure(project, ENVIRONMENT, repeats)
    return found


def table(t: dict[str, float]) -> str:
    least = t["import"] + t["snippets"] / CORES + t["plain"]

    def ratio(name: str, base: float, text: str) -> str:
        return f"{t[name] / base:5.2f} x {text}"

    def both(name: str) -> str:
        return ratio(name, t["plain"], "Material") + "," + ratio(name, t["stock"], "stock")

    rows = [
        ("one import of Keras and TensorFlow", t["import"], ""),
        (f"{t['count']:.0f} snippets' own time, over {CORES} cores", t["snippets"] / CORES, ""),
        ("the same pages, Material alone", t["plain"], ""),
        ("these three together", least, ""),
        ("the same pages, stock mkdocs-jupyter too", t["stock"], ""),
        ("the snippets, one plain process each", t["each"], ratio("each", least, "the three")),
        ("build, nothing remembered", t["new"], ratio("new", least, "the three (aim 1.3)")),
        ("build, nothing changed", t["same"], both("same") + " (aim 1.2)"),
        ("build, one word of prose edited", t["edit"], both("edit")),
        ("serve, until a changed word is shown", t["word"], both("word")),
        ("serve, a changed NumPy snippet", t["numpy"], both("numpy")),
        ("serve, a changed Keras snippet", t["keras"], both("keras")),
    ]
    return "\n".join(f"{what:<42}{s:8.2f} s {text}".rstrip() for what, s, text in rows)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--repeats", type=int, default=3, help="of what is quick (default 3)")
    repeats = parser.parse_args().repeats
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "project"
        shutil.copytree(ROOT, project, ignore=LEFT_OUT)
        print(table(measure(project, repeats)))
