"""Executes blocks in the page's Python, as the runner executes snippets: alone, in an empty folder.

One interpreter executes many blocks, since a new one takes seconds. What a block may set for
everybody is put back before the next one.
"""

import builtins
import concurrent.futures
import contextlib
import io
import json
import linecache
import os
import shutil
import sys
import traceback
import types
import warnings
from pathlib import Path

MOST = 1_000_000  # characters that a block may print
OURS = Path(__file__).parent
WORK = Path("/home/work")
SETTINGS = {
    "KERAS_BACKEND": "numpy",
    "KERAS_HOME": "/home/keras",
    "MATPLOTLIBRC": str(OURS / "runner" / "matplotlibrc"),
    "MPLBACKEND": "Agg",
    "MPLCONFIGDIR": "/home/matplotlib",
    "COLUMNS": "80",
    "NO_COLOR": "1",
}
LOADED = "NumPy, SciPy, Matplotlib, Pillow, scikit-learn, and Keras on NumPy."
ENVIRON: dict = {}  # the variables that each block finds
PRINTING: dict = {}  # NumPy's settings as they come
DRAWING: dict = {}  # Matplotlib's, as our matplotlibrc has them
spaces = {}  # the names of a notebook's cells, by notebook


class TooMuch(BaseException):
    """A block that prints more than any page can show."""


class Printed(io.TextIOBase):
    """A stream that hands on what is written to it, up to a limit."""

    def __init__(self, write):
        self.hand_on = write
        self.left = MOST

    def writable(self):
        return True

    def write(self, text):
        self.hand_on(text[: max(self.left, 0)])
        self.left -= len(text)
        if self.left < 0:
            raise TooMuch
        return len(text)


def start():
    """Once, before the first block: notes what `_put_back` brings back."""
    import numpy

    PRINTING.update({k: v for k, v in numpy.get_printoptions().items() if k != "override_repr"})
    os.environ.update(SETTINGS)
    ENVIRON.update(os.environ)


def import_matplotlib():
    """Once, and not within a block: it may say that it looks for fonts."""
    if not DRAWING:
        import matplotlib.pyplot as plt

        DRAWING.update(dict.items(plt.rcParams))
        _know_faint_colours()


def _know_faint_colours():
    """("C0", 0.5) is a colour to Matplotlib from 3.9 on; this is 3.8."""
    from matplotlib import colors

    plain = colors._to_rgba_no_colorcycle

    def to_rgba(c, alpha=None):
        if isinstance(c, tuple) and len(c) == 2 and isinstance(c[0], str):
            c, alpha = colors.to_rgba(c[0])[:3], c[1] if alpha is None else alpha
        return plain(c, alpha)

    colors._to_rgba_no_colorcycle = to_rgba


def import_keras():
    """Keras on NumPy, with what it borrows from other libraries stood in for."""
    if "keras" not in sys.modules:
        import standins

        concurrent.futures.ThreadPoolExecutor = standins.AtOnce
        with standins.in_place():
            import keras  # noqa: F401


def run(code, title, space, texts, out, err):
    """Execute `code`; what it prints goes to `out` and `err`. Gives JSON: an error, and figures.

    `title` stands for the file in tracebacks. Blocks of the same `space` share their names. `texts`
    is JSON: what the figures say in the page's language, `{}` where that is what the code says.
    """
    if not space or space not in spaces:  # the cells of a notebook go on where the last one ended
        _put_back()
    error = None
    with contextlib.redirect_stdout(Printed(out)), contextlib.redirect_stderr(Printed(err)):
        try:
            names = _names(space)
            linecache.cache[title] = (len(code), None, code.splitlines(True), title)
            exec(compile(code, title, "exec"), names)
        except TooMuch:
            error = f"It prints more than {MOST:,} characters."
        except SystemExit as leaving:
            if leaving.code not in (None, 0):
                error = f"It exited with {leaving.code!r}."
        except BaseException as fault:
            error = _explained(fault, title)
    figures = [] if error else _figures(json.loads(texts))
    return json.dumps({"error": error, "figures": figures})


def _names(space):
    if space and space in spaces:
        return spaces[space]
    main = types.ModuleType("__main__")
    sys.modules["__main__"] = main
    if space:
        spaces[space] = main.__dict__
    return main.__dict__


def _put_back():
    """What the last block may have changed, as a new process has it."""
    os.environ.clear()
    os.environ.update(ENVIRON)
    os.chdir("/")
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True, exist_ok=True)
    os.chdir(WORK)
    sys.modules.pop("fully_convolutional", None)  # its rules can be added to
    builtins.input = _no_input
    warnings.resetwarnings()
    warnings.simplefilter("ignore", DeprecationWarning)
    numpy = sys.modules.get("numpy")
    if numpy:
        numpy.set_printoptions(**PRINTING)
    if "keras" in sys.modules:
        _put_keras_back()
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close("all")
        dict.update(pyplot.rcParams, DRAWING)


def _put_keras_back():
    import keras
    from keras.src.backend.common import global_state

    keras.utils.clear_session()
    keras.config.set_image_data_format("channels_last")
    keras.config.set_floatx("float32")
    global_state.set_global_attribute("dtype_policy", None)


def _no_input(prompt=""):
    raise RuntimeError("input() has nobody to ask here: write the value into the code")


def _explained(fault, title):
    """A traceback of the block's own lines: those of libraries are no use to its reader."""
    if isinstance(fault, SyntaxError):
        return "".join(traceback.format_exception_only(fault)).rstrip()
    whole = traceback.TracebackException.from_exception(fault)
    whole.stack = traceback.StackSummary.from_list(
        [frame for frame in whole.stack if frame.filename == title]
    )
    whole.__cause__ = whole.__context__ = None
    text = "".join(whole.format()).rstrip()
    if isinstance(fault, ModuleNotFoundError) and fault.name:
        name = fault.name.partition(".")[0]
        text += f"\n\n{name} is not among what this page can load: {LOADED}"
    return text


def _figures(texts):
    """Every figure that is left open, as SVG in the site's style and the page's language."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is None or not pyplot.get_fignums():
        return []
    from runner import figures

    return [figures.save(pyplot.figure(number), texts) for number in pyplot.get_fignums()]
