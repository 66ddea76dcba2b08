"""Executes notebooks as snippets are: clean process, empty folder, remembered by fingerprint."""

import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from .check import RunnerError, Say
from .child import START_UP
from .environment import CACHE, HERE, child_environment, environment_fingerprint
from .records import write_whole

TIMEOUT = 300  # seconds for one cell; the first one imports TensorFlow
TEMPLATE = "notebook.md.j2"
ANSI = re.compile(r"\x1b\[[0-9;]*m")
PAGE_LINK = re.compile(r"\[([^\]]+)\]\((?!https?:)[^)]*\)")  # means nothing in a downloaded file
ATTRIBUTES = re.compile(r" ?\{ [#.]?[\w-]+ \}")  # of headings and links: the site's Markdown only


def executed(root: Path | str, path: Path | str, say: Say = lambda text: None) -> Path:
    """Return the folder with `<stem>.ipynb` (outputs included) and `<stem>.md` of a notebook.

    `path` is a jupytext percent file below `root`. It runs only if the notebook, or anything else
    that can change its output, is not what it was; `say` receives progress. A row for the report,
    with seconds and peak memory, goes to `.cache/report/<stem>.md`.

    Raises RunnerError, with file, line and what happened, if a cell fails, warns or writes to
    stderr.
    """
    root, path = Path(root).resolve(), Path(path).resolve()
    name = path.relative_to(root).as_posix()
    digest = hashlib.sha256((environment_fingerprint(root) + name).encode() + path.read_bytes())
    kept = root / CACHE / "notebooks" / name
    folder = kept / digest.hexdigest()
    if not folder.exists():
        say(f"executing {name}")
        kept.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=kept, ignore_cleanup_errors=True) as making:
            _execute(root, path, name, Path(making))
            for stale in kept.iterdir():
                if stale != Path(making):
                    shutil.rmtree(stale, ignore_errors=True)
            (Path(making) / "result").rename(folder)
    seconds, megabytes = (folder / "cost.txt").read_text(encoding="utf-8").split()
    row = f"| `{name}` | {seconds} | {megabytes} | `{folder.name[:12]}` |\n"
    (root / CACHE / "report").mkdir(exist_ok=True)
    write_whole(root / CACHE / "report" / f"{path.stem}.md", row, kept.parent)
    return folder


def _execute(root: Path, path: Path, name: str, own: Path) -> None:
    """Run `_run` in a process of its own and raise what went wrong there."""
    child = subprocess.run(
        [sys.executable, "-m", "runner.notebook", str(path), name, str(own)],
        cwd=HERE.parent,
        env=_environment(root, own),
        capture_output=True,
        encoding="utf-8",
    )
    if child.returncode:
        raise RunnerError(child.stdout.strip() or f"{name}: {child.stderr.strip()}")


def _environment(root: Path, own: Path) -> dict[str, str]:
    """As for a snippet, and without the reader's own Jupyter and IPython settings."""
    clean = {k: v for k, v in child_environment(root).items() if not k.startswith("JUPYTER")}
    private = ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")
    return {**clean, **{k: str(own / k.lower()) for k in private}}


def _run(path: Path, name: str, own: Path) -> None:
    """Execute `path` and write `own`/result; what the child process does."""
    import jupytext
    import nbformat
    from jupyter_client.kernelspec import KernelSpec
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError

    class ThisInterpreter(AsyncKernelManager):
        """Starts the interpreter that builds the site, whatever kernels the machine has."""

        @property
        def kernel_spec(self) -> KernelSpec:
            command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
            return KernelSpec(argv=command, display_name="Python 3", language="python")

    notebook = jupytext.read(path)
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"  # jupytext draws them at random
    work, result = own / "work", own / "result"
    work.mkdir()
    result.mkdir()
    client = NotebookClient(
        notebook,
        kernel_manager_class=ThisInterpreter,
        timeout=TIMEOUT,
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(work)}},
    )
    started = time.perf_counter()
    try:
        client.execute()
    except (CellExecutionError, CellTimeoutError) as error:
        failed = next(c for c in reversed(notebook.cells) if c.get("execution_count"))
        _stop(path, name, failed, ANSI.sub("", str(error)))
    cost = f"{time.perf_counter() - started:.2f} {_peak_of_children()}"
    (result / "cost.txt").write_text(cost, encoding="utf-8")
    for cell in notebook.cells:
        _tidy(path, name, cell)
    markdown = _markdown(notebook)
    (result / f"{path.stem}.md").write_text(markdown, encoding="utf-8", newline="\n")
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = ATTRIBUTES.sub("", PAGE_LINK.sub(r"\1", cell.source))
    nbformat.write(notebook, result / f"{path.stem}.ipynb")


def _tidy(path: Path, name: str, cell) -> None:
    """Drop TensorFlow's start-up lines and empty displays; stop at warnings and what is on stderr.

    In a notebook TensorFlow sends its warnings to stdout.
    """
    for output in list(cell.get("outputs", ())):
        text = output.get("text") or output.get("data", {}).get("text/plain", "")
        lines = [line for line in text.splitlines() if line.strip()]
        if output.get("name") == "stderr" or not lines:
            cell.outputs.remove(output)
            noise = [line for line in lines if not START_UP.search(line)]
        else:
            noise = [line for line in lines if line.startswith("WARNING:")]
        if noise:
            _stop(path, name, cell, "the cell warns or writes to stderr:\n" + "\n".join(noise))


def _stop(path: Path, name: str, cell, text: str) -> None:
    """End the child process with a message that names the notebook and the cell's line in it."""
    before = path.read_text(encoding="utf-8").partition(cell.source)[0]
    line = before.count("\n") + 1
    within = re.findall(rf"Cell In\[{cell.execution_count}\], line (\d+)", text)
    print(f"{name}:{line + int(within[-1]) - 1 if within else line}: {text.strip()}")
    sys.exit(1)


def _peak_of_children() -> str:
    """Largest resident memory of the kernel that has ended, in MB; a dash if unknown."""
    try:
        import resource
    except ImportError:  # Windows
        return "–"
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return f"{peak / 2 ** (20 if sys.platform == 'darwin' else 10):.0f}"


def _markdown(notebook) -> str:
    """The notebook in the site's Markdown, through nbconvert and the template beside this file."""
    from nbconvert.exporters import MarkdownExporter

    exporter = MarkdownExporter(template_file=TEMPLATE, extra_template_paths=[str(HERE)])
    return exporter.from_notebook_node(notebook)[0]


if __name__ == "__main__":
    _run(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
