"""What happens inside the process that executes one snippet."""

import faulthandler
import json
import os
import re
import sys
import time
import traceback
import types
import warnings
from pathlib import Path

# Lines that TensorFlow and Matplotlib write to stderr as they start, on one machine or another.
START_UP = re.compile(
    r"^(I\d{4} [\d:.]+|\d{4}-\d\d-\d\d [\d:.]+: I )"
    r"|^WARNING: All log messages before absl::InitializeLog\(\)"
    r"|^To enable the following instructions:"
    r"|[EW]\d{4} .*(register factory|register cu|cuda_executor|cudart_stub)"
    r"|[EW] external/local_xla.*(register factory|cuda_executor|cudart_stub)"
    r"|E\d{4} .*oneDNN supports \w+ only on platforms with"
    r"|^Matplotlib is building the font cache"
)


def run(job: dict) -> None:
    """Execute one snippet; leave what it did in `result.json` of the job's folder.

    `job` has `path` (the snippet), `folder` (of this job; its `work/` is empty and becomes the
    working folder), `modules` (the folder of modules it may import), `hide` (folders that are on
    the path for the runner's own sake) and `timeout` in seconds.
    """
    folder = Path(job["folder"])
    _redirect(folder)
    if hasattr(os, "setsid"):
        os.setsid()  # so that a timeout also ends what the snippet has started
    os.chdir(folder / "work")
    hidden = {os.path.realpath(p) for p in job["hide"]}
    sys.path[:] = [job["modules"]] + [p for p in sys.path if os.path.realpath(p) not in hidden]
    sys.argv = [job["path"]]
    os.environ.pop("PYTHONPATH", None)

    with (folder / "timeout.txt").open("w") as late:
        faulthandler.dump_traceback_later(job["timeout"], exit=True, file=late)
        started = time.perf_counter()
        problem = _execute(job["path"])
        seconds = time.perf_counter() - started
        faulthandler.cancel_dump_traceback_later()

    figure = None
    if problem is None:
        figure, problem = _figure(job["path"])
    sys.stdout.flush()
    sys.stderr.flush()
    result = {"problem": problem, "figure": figure, "seconds": seconds, "peak": peak_memory()}
    (folder / "result.json").write_text(json.dumps(result), encoding="utf-8")


def _redirect(folder: Path) -> None:
    """Send file descriptors 1 and 2 to files: what C++ writes is output too."""
    for descriptor, stream in ((1, "stdout"), (2, "stderr")):
        file = os.open(folder / f"{stream}.txt", os.O_CREAT | os.O_WRONLY | os.O_TRUNC)
        os.dup2(file, descriptor)
        os.close(file)
        text = open(descriptor, "w", encoding="utf-8", newline="\n", closefd=False)  # noqa: SIM115
        setattr(sys, stream, text)
        setattr(sys, f"__{stream}__", text)


def _execute(path: str) -> dict | None:
    """Run the file as `__main__`; None, or what went wrong as {"line", "text"}."""
    warned: list[dict] = []

    def on_warning(message, category, filename, lineno, file=None, line=None):
        text = f"{category.__name__}: {message}"
        warned.append({"line": _line_now(path), "text": f"a warning: {text}"})

    warnings.showwarning = on_warning
    main = types.ModuleType("__main__")
    main.__file__ = path
    sys.modules["__main__"] = main
    try:
        exec(compile(Path(path).read_bytes(), path, "exec"), main.__dict__)
    except SystemExit as leaving:
        if leaving.code not in (None, 0):
            line = _last_line(leaving.__traceback__, path)
            return {"line": line, "text": f"it exited with {leaving.code!r}"}
    except BaseException as error:
        line = _last_line(error.__traceback__, path)
        shown = "".join(traceback.format_exception(_trimmed(error)))
        return {"line": line, "text": shown.rstrip()}
    return warned[0] if warned else None


def _trimmed(error: BaseException) -> BaseException:
    """The error without this file's own frames."""
    trace = error.__traceback__
    while trace and trace.tb_frame.f_code.co_filename == __file__:
        trace = trace.tb_next
    return error.with_traceback(trace)


def _last_line(trace, path: str) -> int | None:
    lines = [f.lineno for f in traceback.extract_tb(trace) if f.filename == path]
    return lines[-1] if lines else None


def _line_now(path: str) -> int | None:
    """The line of the snippet that is being executed: where a library's warning comes from."""
    frame = sys._getframe()
    while frame and frame.f_code.co_filename != path:
        frame = frame.f_back
    return frame.f_lineno if frame else None


def _figure(path: str) -> tuple[str | None, dict | None]:
    """The one figure that the snippet left open, as SVG; or None and what is wrong with it."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    numbers = pyplot.get_fignums() if pyplot else []
    if len(numbers) > 1:
        text = f"it leaves {len(numbers)} figures open; a snippet draws one, with subplots"
        return None, {"line": None, "text": text}
    if not numbers:
        return None, None
    from . import figures

    return figures.save(pyplot.figure(numbers[0])), None


def peak_memory() -> int:
    """Largest resident memory of this process so far, in bytes."""
    try:
        import resource
    except ImportError:  # Windows
        import psutil

        return psutil.Process().memory_info().peak_wset
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def outcome(folder: Path, path: str, exitcode: int | None, timeout: int) -> dict:
    """What became of the job in `folder`, read by the process that waited for it."""
    result_file = folder / "result.json"
    streams = {
        s: (folder / f"{s}.txt").read_text(encoding="utf-8", errors="replace")
        if (folder / f"{s}.txt").exists()
        else ""
        for s in ("stdout", "stderr")
    }
    late = folder / "timeout.txt"
    result = {"figure": None, "seconds": None, "peak": None, "stdout": streams["stdout"]}
    noise = [line for line in streams["stderr"].splitlines() if not START_UP.search(line)]
    stderr = "\n".join(noise).strip()
    if result_file.exists():
        result.update(json.loads(result_file.read_text(encoding="utf-8")))
        if result["problem"] is None and stderr:
            result["problem"] = {"line": None, "text": f"it wrote to stderr:\n{stderr}"}
    elif exitcode is None or (late.exists() and late.stat().st_size):
        trace = late.read_text() if late.exists() else ""
        here = re.search(rf'File "{re.escape(path)}", line (\d+)', trace)
        text = (
            f"still running after {timeout} s. Make it shorter, or put the line "
            f"`# timeout: {2 * timeout}` at its top"
        )
        result["problem"] = {"line": int(here[1]) if here else None, "text": text}
    else:
        text = f"its process ended with exit code {exitcode} before the snippet did"
        result["problem"] = {"line": None, "text": text + (f":\n{stderr}" if stderr else "")}
    return result
