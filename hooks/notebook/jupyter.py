"""How mkdocs-jupyter executes and renders notebook pages here.

It calls nbconvert with its own template, which adds 574 KB of style sheets, publishes stderr, and
names headings in another way than its table of contents. Two of its settings change that: the
folder of templates, and the exporter. Ours executes in a clean kernel, stops at noise, and writes
the site's Markdown, which MkDocs then treats as it treats any page.
"""

import hashlib
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

import jupytext
import nbformat
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from mkdocs.exceptions import PluginError
from mkdocs.utils import meta
from mkdocs_jupyter import nbconvert2
from mkdocs_jupyter.config import settings
from nbclient.exceptions import CellExecutionError, CellTimeoutError
from nbconvert.exporters.html import HTMLExporter
from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.preprocessors import ExecutePreprocessor
from traitlets import Bool, CaselessStrEnum, Integer, List, Type

from runner import child_environment, environment_fingerprint, noise

HERE = Path(__file__).resolve().parent
TEMPLATES = HERE / "templates"
BOUNDARY = "\n<!-- the notebook as a file -->\n"
ANSI = re.compile(r"\x1b\[[0-9;]*m")
PAGE_LINK = re.compile(r"\[([^\]]+)\]\((?!https?:)[^)]*\)")  # leads nowhere in a downloaded file
ATTRIBUTES = re.compile(r" ?\{ [#.]?[\w-]+ \}")  # of headings and links: the site's Markdown only
project = {}  # the root folder, for the kernel


class NoisyCell(Exception):
    """A cell that failed, warned, or wrote to stderr: (number of the code cell, what it said)."""


class Kernel(AsyncKernelManager):
    """This interpreter, whatever kernels the machine has, in an empty folder, as snippets run."""

    transport = CaselessStrEnum(["tcp", "ipc"], "tcp" if os.name == "nt" else "ipc")

    @property
    def kernel_spec(self):
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=command, display_name="Python 3", language="python")

    async def start_kernel(self, **options):
        own = self.folder = tempfile.mkdtemp(prefix="notebook-")
        work = Path(own, "work")
        work.mkdir()
        self.connection_file = str(Path(own, "connection.json"))
        environment = {
            **child_environment(project["root"]),
            "IPYTHONDIR": str(Path(own, "ipython")),
        }
        await super().start_kernel(**options, cwd=str(work), env=environment)

    async def cleanup_resources(self, restart=False):
        await super().cleanup_resources(restart)
        shutil.rmtree(self.folder, ignore_errors=True)


class Execute(ExecutePreprocessor):
    """Executes a notebook; raises NoisyCell for whatever a reader should not see."""

    kernel_manager_class = Type(Kernel)
    timeout = Integer(300)  # seconds for one cell; the first one imports TensorFlow
    coalesce_streams = Bool(True)
    record_timing = Bool(False)

    def preprocess(self, nb, resources=None, km=None):
        for number, cell in enumerate(nb.cells):
            cell.id = f"cell-{number}"  # jupytext draws them at random
        try:
            nb, resources = super().preprocess(nb, resources, km)
        except (CellExecutionError, CellTimeoutError) as error:
            number = sum(bool(c.get("execution_count")) for c in self.nb.cells)
            text = ANSI.sub("", str(error)).split("------------------\n\n", 1)[-1]
            raise NoisyCell(number, text.strip()) from None
        code = [cell for cell in nb.cells if cell.cell_type == "code"]
        for number, cell in enumerate(code, start=1):
            _tidy(cell, number)
        return nb, resources


def _tidy(cell, number):
    """Drop TensorFlow's start-up lines and empty displays; raise NoisyCell for other noise.

    In a notebook TensorFlow sends its warnings to stdout.
    """
    for output in list(cell.outputs):
        text = output.get("text") or output.get("data", {}).get("text/plain", "")
        lines = [line for line in text.splitlines() if line.strip()]
        if output.get("name") == "stderr" or not lines:
            cell.outputs.remove(output)
            said = noise(text)
        else:
            said = "\n".join(line for line in lines if line.startswith("WARNING:"))
        if said:
            raise NoisyCell(number, f"it warns or writes to stderr:\n{said}")


class Exporter(HTMLExporter):
    """The exporter that mkdocs-jupyter uses here: our executor, our template, nothing added."""

    default_preprocessors = List([Execute])

    def default_filters(self):
        yield from super().default_filters()
        yield "ipynb", _downloadable

    def from_notebook_node(self, nb, resources=None, **options):
        self.environment.globals["boundary"] = BOUNDARY
        return TemplateExporter.from_notebook_node(self, nb, resources, **options)


def _downloadable(nb) -> str:
    """The notebook as .ipynb text, without what only this site's pages understand."""
    nb = nbformat.from_dict(nb)
    for cell in nb.cells:
        if cell.cell_type == "markdown":
            cell.source = ATTRIBUTES.sub("", PAGE_LINK.sub(r"\1", cell.source))
    return nbformat.writes(nb)


def configure(plugin, root: Path) -> None:
    """Tie mkdocs-jupyter to this module; remember results only for what could not change them.

    Its own key is the notebook's bytes and its options. The folder's name adds all else: packages,
    Python, platform, environment variables, this folder's modules and templates.
    """
    os.environ["JUPYTER_NO_CONFIG"] = "1"  # the reader's own Jupyter settings are not the site's
    project["root"] = root
    settings.templates_dir = str(TEMPLATES)
    nbconvert2.HTMLExporter = Exporter
    digest = hashlib.sha256(environment_fingerprint(root).encode())
    for source in sorted(p for p in HERE.rglob("*") if p.suffix in (".py", ".j2")):
        digest.update(source.read_bytes())
    kept = root / ".cache" / "notebooks"
    plugin.config["cache_dir"] = str(kept / digest.hexdigest()[:32])
    for stale in kept.glob("*"):
        if stale != Path(plugin.config["cache_dir"]):
            shutil.rmtree(stale, ignore_errors=True)


def render(page, config, files) -> tuple[str, str]:
    """Let mkdocs-jupyter execute `page`, or remember it; return its Markdown and its .ipynb text.

    The page is then an ordinary one: it has that front matter, and MkDocs' own `render`.
    Raises PluginError, with file, line and what happened, if a cell fails or is noisy.
    """
    try:
        page.render(config, files)
    except NoisyCell as error:
        raise PluginError(_message(Path(page.file.abs_src_path), *error.args)) from None
    del page.render  # what mkdocs-jupyter had put over the class's own
    markdown, _, notebook = page.content.partition(BOUNDARY)
    markdown, page.meta = meta.get_data(markdown)
    return markdown, notebook


def _message(path: Path, number: int, text: str) -> str:
    """The text after the notebook's name and a line: the statement's if known, else the cell's."""
    name = path.relative_to(project["root"]).as_posix()
    code = [cell.source for cell in jupytext.read(path).cells if cell.cell_type == "code"]
    line = path.read_text(encoding="utf-8").partition(code[number - 1])[0].count("\n") + 1
    within = re.findall(rf"Cell In\[{number}\], line (\d+)", text)
    return f"{name}:{line + int(within[-1]) - 1 if within else line}: {text}"
