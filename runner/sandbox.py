"""What happens inside the process that executes one snippet."""

import faulthandler
import json
import os
import sys
import time
import traceback
import types
import warnings
from dataclasses import asdict
from pathlib import Path

from . import leftovers
from .guard import Guard, line_now
from .job import Job, Problem, Result


def execute(job: Job, folder: Path) -> None:
    """Execute one snippet; leave what it did in `folder`: what it printed, and `result.json`.

    Its working folder is `work/` in there, which is empty.
    """
    _redirect(folder)
    if hasattr(os, "setsid"):
        os.setsid()  # so that a timeout also ends what the snippet has started
    os.chdir(folder / "work")
    hidden = {os.path.realpath(p) for p in job.hide}
    sys.path[:] = [job.modules] + [p for p in sys.path if os.path.realpath(p) not in hidden]
    sys.argv = [job.path]
    os.environ.pop("PYTHONPATH", None)
    leftovers.adopt()
    guard, own = Guard(job, folder), os.getpid()

    with (folder / "timeout.txt").open("w", encoding="utf-8") as late:
        faulthandler.dump_traceback_later(job.timeout, exit=True, file=late)
        started = time.perf_counter()
        problem = _as_main(job.path, guard)
        if os.getpid() != own:  # a copy that the snippet has made of this process, and let run on
            _leave()
        seconds = time.perf_counter() - started
        faulthandler.cancel_dump_traceback_later()

    left = leftovers.left_running()
    if left and problem is None:
        problem = Problem(None, left)
    figure: str | None = None
    translated: dict[str, str] = {}
    if problem is None:
        figure, translated, problem = _figure(job)
    if not _flushed() and problem is None:
        problem = Problem(None, "it closes stdout or stderr. Leave both open: a page shows them")
    result = Result("", figure, problem, translated, seconds, peak=_peak_memory())
    (folder / "result.json").write_text(json.dumps(asdict(result)), encoding="utf-8")
    if left:
        _leave()  # Python would wait for it


def _leave() -> None:
    _flushed()
    os._exit(0)


def _flushed() -> bool:
    """False if the snippet has closed what it prints to."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except ValueError:
        return False
    return True


def _redirect(folder: Path) -> None:
    """Nothing to read on descriptor 0; 1 and 2 to files: what C++ writes is output too."""
    nothing, end = os.pipe()  # not os.devnull, which some containers have as an ordinary file
    os.close(end)
    os.dup2(nothing, 0)
    os.close(nothing)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    for descriptor, stream in ((1, "stdout"), (2, "stderr")):
        file = os.open(folder / f"{stream}.txt", os.O_CREAT | os.O_WRONLY | os.O_TRUNC)
        os.dup2(file, descriptor)
        os.close(file)
        text = open(descriptor, "w", encoding="utf-8", newline="\n", closefd=False)  # noqa: SIM115
        setattr(sys, stream, text)
        setattr(sys, f"__{stream}__", text)


def _as_main(path: str, guard: Guard) -> Problem | None:
    """Run the file as `__main__`, watched by `guard`; what went wrong, if something did."""
    warned: list[Problem] = []

    def on_warning(message: object, category: type[Warning], *_: object, **__: object) -> None:
        text = f"a warning: {category.__name__}: {message}. Mend what causes it"
        warned.append(Problem(line_now(path), text))

    warnings.showwarning = on_warning
    main = types.ModuleType("__main__")
    main.__file__ = path
    sys.modules["__main__"] = main
    guard.watching = True
    try:
        exec(compile(Path(path).read_bytes(), path, "exec"), main.__dict__)
    except SystemExit as leaving:
        if leaving.code not in (None, 0):
            line = _last_line(leaving.__traceback__, path)
            text = f"it exited with {leaving.code!r}. Let it run to its last line"
            return Problem(line, text)
    except BaseException as error:
        if guard.problem is None:
            line = _last_line(error.__traceback__, path)
            return Problem(line, _failed(error, path))
    finally:
        guard.watching = False
    return guard.problem or (warned[0] if warned else None)


def _failed(error: BaseException, path: str) -> str:
    lines = "".join(traceback.format_exception_only(error)).splitlines()
    what = next(line for line in lines if line.strip() and not line.startswith(" "))
    mend = f"Mend that; `python -m runner {'/'.join(Path(path).parts[-3:])}` runs it alone"
    if isinstance(error, ModuleNotFoundError):
        mend = (
            "Mend the name, or install what requirements.txt lists (make); CONTRIBUTING.md says "
            "how to add a package"
        )
    shown = "".join(traceback.format_exception(_trimmed(error)))
    return f"it stopped at {what}\n{mend}.\n{shown}".rstrip()


def _trimmed(error: BaseException) -> BaseException:
    """The error without this file's own frames."""
    trace = error.__traceback__
    while trace and trace.tb_frame.f_code.co_filename == __file__:
        trace = trace.tb_next
    return error.with_traceback(trace)


def _last_line(trace: types.TracebackType | None, path: str) -> int | None:
    lines = [f.lineno for f in traceback.extract_tb(trace) if f.filename == path]
    return lines[-1] if lines else None


def _figure(job: Job) -> tuple[str | None, dict[str, str], Problem | None]:
    """The one figure that the snippet left open, as SVG, and in each language that it has.

    Without one: None, and what is wrong.
    """
    pyplot = sys.modules.get("matplotlib.pyplot")
    numbers = pyplot.get_fignums() if pyplot else []
    if len(numbers) > 1:
        text = f"it leaves {len(numbers)} figures open; a snippet draws one: use plt.subplots"
        return None, {}, Problem(None, text)
    if pyplot is None or not numbers:
        return None, {}, None
    from . import figures

    figure = pyplot.figure(numbers[0])
    try:
        drawn = figures.save(figure)
        return drawn, {name: figures.save(figure, texts) for name, texts in job.texts.items()}, None
    except Exception as error:  # a formula that Matplotlib cannot read is found only now
        said = "".join(traceback.format_exception_only(error)).rstrip()
        text = f"its figure cannot be drawn. Mend what this names, such as a formula:\n{said}"
        return None, {}, Problem(None, text)


def _peak_memory() -> int:
    """Largest resident memory of this process so far, in bytes."""
    try:
        import resource
    except ImportError:  # Windows
        try:
            import psutil
        except ImportError:  # a topic's packages, which need not hold it
            return 0
        return int(psutil.Process().memory_info().peak_wset)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
