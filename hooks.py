"""The tie to MkDocs: run the snippets first, put them on the site, publish only what is whole."""

import logging
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from mkdocs.exceptions import BuildError, PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File
from mkdocs.utils import CountHandler
from pymdownx.snippets import SnippetMissingError

from runner import RunnerError, check, environment_fingerprint
from runner.notebook import executed

MOUNTED = {".py", ".svg", ".txt"}  # of snippets/: what a page shows and what readers download
NOTEBOOKS = "lessons/*.py"  # below docs_dir, in jupytext's percent format

log = logging.getLogger("mkdocs.hooks.snippets")
state = {"serving": False}  # what one hook leaves for a later one


def on_startup(command, dirty):
    state["serving"] = command == "serve"


def on_pre_build(config):
    """Executes what has changed. A failure ends the build here, before the site is touched.

    `mkdocs serve` also records the outputs that an edit has changed.
    """
    root = Path(config.config_file_path).parent.resolve()
    if state["serving"] and state.setdefault("at start", environment_fingerprint(root)) != (
        environment_fingerprint(root)
    ):
        raise PluginError(
            "requirements.txt or runner/ has changed: stop `mkdocs serve`, start anew"
        )
    state.update(root=root, notebooks={}, problems=[])
    sources = sorted(Path(config.docs_dir).glob(NOTEBOOKS))
    with ThreadPoolExecutor(1) as beside:  # a notebook runs while the snippets do
        running = {path: beside.submit(executed, root, path, log.info) for path in sources}
        _try(lambda: check(root, record=state["serving"], say=log.info))
        for path, future in running.items():
            source = path.relative_to(config.docs_dir).as_posix()
            state["notebooks"][source] = _try(future.result)
    if state["problems"]:
        raise PluginError("\n\n".join(state["problems"]))
    if not state["serving"]:
        _build_beside(config)


def _try(step):
    try:
        return step()
    except RunnerError as error:
        state["problems"].append(str(error))


def on_files(files, config):
    """Mounts snippets, records and figures at /snippets/; makes each notebook a page and a file."""
    for path in sorted((state["root"] / "snippets").rglob("*")):
        if path.suffix in MOUNTED:
            _add(files, config, path.relative_to(state["root"]), path)
    for source, folder in state["notebooks"].items():
        files.remove(files.get_file_from_path(source))
        for suffix in (".md", ".ipynb"):
            name = Path(source).with_suffix(suffix)
            _add(files, config, name, folder / name.name)
    return files


def _add(files, config, name, path):
    files.append(File.generated(config, name.as_posix(), abs_src_path=str(path)))


def on_serve(server, config, builder):
    """Rebuilds on edits of all that a page is made of."""
    for name in ("snippets", "theme", "runner", "requirements.txt"):
        if (state["root"] / name).exists():
            server.watch(str(state["root"] / name))
    return server


def _build_beside(config):
    """Has MkDocs write next to the site, which stays as it is until everything has gone well."""
    site = Path(config.site_dir).resolve()
    state.update(config=config, site=site, new=site.with_name(f".{site.name}-{os.getpid()}"))
    config.site_dir = str(state["new"])


@event_priority(-100)
def on_post_build(config):
    """Puts the new site in the old one's place, unless warnings are about to fail the build."""
    counters = [h for h in logging.getLogger("mkdocs").handlers if isinstance(h, CountHandler)]
    if "new" in state and not any(counter.get_counts() for counter in counters):
        old = state["new"].with_name(f"{state['new'].name}-old")
        if state["site"].exists():
            state["site"].rename(old)
        state["new"].rename(state["site"])
        shutil.rmtree(old, ignore_errors=True)
        _clean_up()


def on_build_error(error):
    """Leaves nothing of a failed build; a missing snippet needs no traceback, its name is said."""
    _clean_up()
    if isinstance(error, SnippetMissingError):
        raise BuildError(f"{error}. A page shows a file that is not in snippets/.") from None


def on_shutdown():
    _clean_up()


def _clean_up():
    if "new" in state:
        shutil.rmtree(state.pop("new"), ignore_errors=True)
        state["config"].site_dir = str(state["site"])
