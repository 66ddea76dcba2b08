"""How mkdocs-jupyter executes and renders notebook pages here.

It calls nbconvert with its own template, which adds 574 KB of style sheets, publishes stderr, and
names headings in another way than its table of contents. Two of its settings change that: the
folder of templates, and the exporter. Ours executes in a clean kernel, stops at noise, and writes
the site's Markdown, which MkDocs then treats as it treats any page.
"""

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar

import jupytext
import nbformat
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from mkdocs_jupyter import nbconvert2
from mkdocs_jupyter.config import settings
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbconvert.exporters.html import HTMLExporter
from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.preprocessors import ExecutePreprocessor
from traitlets import Bool, CaselessStrEnum, Integer, List, Type

from runner import child_environment, noise
from runner.telling import shortened

from .check import NotebookError

HERE = Path(__file__).resolve().parent
TEMPLATES = HERE / "templates"
BOUNDARY = "\n<!-- the notebook as a file -->\n"
ANSI = re.compile(r"\x1b\[[0-9;]*m")
PAGE_LINK = re.compile(r"\[([^\]]+)\]\((?!https?:)[^)]*\)")  # leads nowhere in a downloaded file
ATTRIBUTES = re.compile(r" ?\{ [#.]?[\w-]+ \}")  # of headings and links: the site's Markdown only

# The reader's own Jupyter settings are not the site's; and nbconvert need not ask half a second
# long which of its exporters are there.
os.environ |= {"JUPYTER_NO_CONFIG": "1", "NBCONVERT_DISABLE_CONFIG_EXPORTERS": "1"}


class NoisyCell(Exception):
    """A cell that failed, warned, or wrote to stderr: (number of the code cell, what it said)."""


class Kernel(AsyncKernelManager):
    """This interpreter, whatever kernels the machine has, in an empty folder, as snippets run."""

    environment: ClassVar[dict[str, str]] = {}  # set by `execute`
    said: ClassVar[str] = ""  # on its own stderr, but for TensorFlow's start-up lines
    transport = CaselessStrEnum(["tcp", "ipc"], "tcp" if os.name == "nt" else "ipc")

    @property
    def kernel_spec(self) -> KernelSpec:
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=command, display_name="Python 3", language="python")

    async def start_kernel(self, **options: Any) -> None:  # type: ignore[override]
        own = self.folder = tempfile.mkdtemp(prefix="notebook-")
        work = Path(own, "work")
        work.mkdir()
        self.connection_file = str(Path(own, "connection.json"))
        environment = {**self.environment, "IPYTHONDIR": str(Path(own, "ipython"))}
        with Path(own, "stderr.txt").open("w", encoding="utf-8") as stderr:
            await super().start_kernel(**options, cwd=str(work), env=environment, stderr=stderr)

    async def cleanup_resources(self, restart: bool = False) -> None:  # type: ignore[override]
        await super().cleanup_resources(restart)
        said = Path(self.folder, "stderr.txt")
        Kernel.said = noise(said.read_text("utf-8", "replace")) if said.exists() else ""
        shutil.rmtree(self.folder, ignore_errors=True)


class Execute(ExecutePreprocessor):
    """Executes a notebook; raises NoisyCell for whatever a reader should not see."""

    kernel_manager_class = Type(Kernel)
    timeout = Integer(300)  # seconds for one cell; the first one imports TensorFlow
    coalesce_streams = Bool(True)
    record_timing = Bool(False)

    def preprocess(self, nb: Any, resources: Any = None, km: Any = None) -> tuple[Any, Any]:
        for number, cell in enumerate(nb.cells):
            cell.id = f"cell-{number}"  # jupytext draws them at random
        try:
            nb, resources = super().preprocess(nb, resources, km)
        except DeadKernelError:
            text = f"Python ended. Let this cell run to its last line:\n{Kernel.said}"
            raise NoisyCell(self._reached(), text.removesuffix(":\n")) from None
        except (CellExecutionError, CellTimeoutError) as error:
            text = ANSI.sub("", str(error)).split("------------------\n\n", 1)[-1]
            said = f"it stopped. Mend that cell:\n{text.strip()}"
            raise NoisyCell(self._reached(), said) from None
        code = [cell for cell in nb.cells if cell.cell_type == "code"]
        for number, cell in enumerate(code, start=1):
            _tidy(cell, number)
        return nb, resources

    def _reached(self) -> int:
        """The number of the code cell that was executed last."""
        return max(1, sum(bool(cell.get("execution_count")) for cell in self.nb.cells))


def _tidy(cell: Any, number: int) -> None:
    """Drop TensorFlow's start-up lines and empty displays; raise NoisyCell for other noise.

    In a notebook TensorFlow sends its warnings to stdout.
    """
    for output in list(cell.outputs):
        text = output.get("text") or output.get("data", {}).get("text/plain", "")
        if output.get("name") == "stderr" or not text.strip():
            cell.outputs.remove(output)
            heard = noise(text)
        else:
            heard = "\n".join(x for x in text.splitlines() if x.startswith("WARNING:"))
        if heard:
            text = f"it warns or writes to stderr, which no page shows. Mend the cause:\n{heard}"
            raise NoisyCell(number, text)


class Exporter(HTMLExporter):
    """The exporter that mkdocs-jupyter uses here: our executor, our template, nothing added."""

    default_preprocessors = List([Execute])

    def default_filters(self) -> Iterator[tuple[str, Callable[..., str]]]:
        yield from super().default_filters()
        yield "ipynb", _downloadable

    def from_notebook_node(self, nb: Any, resources: Any = None, **options: Any) -> tuple[Any, Any]:
        self.environment.globals["boundary"] = BOUNDARY
        return TemplateExporter.from_notebook_node(self, nb, resources, **options)


# What mkdocs-jupyter takes from where it is imported.
settings.templates_dir = str(TEMPLATES)
nbconvert2.HTMLExporter = Exporter


def _downloadable(nb: Any) -> str:
    """The notebook as .ipynb text, without what only this site's pages understand."""
    nb = nbformat.from_dict(nb)
    for cell in nb.cells:
        if cell.cell_type == "markdown":
            cell.source = ATTRIBUTES.sub("", PAGE_LINK.sub(r"\1", cell.source))
    return str(nbformat.writes(nb))


def execute(path: Path, root: Path) -> tuple[str, str]:
    """Have mkdocs-jupyter execute a notebook of the project at `root`: (its Markdown, its .ipynb).

    Raises NotebookError, with file, line and what happened, if a cell fails or is noisy.
    """
    Kernel.environment = child_environment(root)
    try:
        content = nbconvert2.nb2html(str(path), execute=True, allow_errors=False)
    except NoisyCell as error:
        raise NotebookError(_message(path, root, *error.args)) from None
    if Kernel.said:
        print(shortened(Kernel.said), file=sys.stderr)
    markdown, _, ipynb = content.partition(BOUNDARY)
    return markdown, ipynb


def _message(path: Path, root: Path, number: int, text: str) -> str:
    """The text after the notebook's name and a line: the statement's if known, else the cell's."""
    name = path.relative_to(root).as_posix()
    code = [cell.source for cell in jupytext.read(path).cells if cell.cell_type == "code"]
    line = path.read_text(encoding="utf-8").partition(code[number - 1])[0].count("\n") + 1
    within = re.findall(rf"Cell In\[{number}\], line (\d+)", text)
    return f"{name}:{line + int(within[-1]) - 1 if within else line}: {shortened(text)}"
