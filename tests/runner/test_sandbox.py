"""A snippet runs as if it were alone in the world, and as if nobody had changed anything in it."""

import ast
import os
import textwrap
from pathlib import Path

import pytest

import runner
from runner import pool
from tests.project import ROOT


def test_each_snippet_has_a_clean_process_and_an_empty_folder(project):
    project.write(
        "snippets/topic/a.py",
        "import builtins, os, sys, numpy as np\n"
        "print(os.listdir(), hasattr(builtins, 'mark'), np.random.get_state()[2] == 1)\n"
        "print(__name__, os.path.basename(sys.argv[0]), len(sys.argv), 'runner' in sys.path[0])\n"
        "builtins.mark = 1\nnp.random.seed(0)\nnp.random.rand(3)\nopen('left', 'w').close()\n",
    )
    project.write("snippets/topic/b.py", project.read("snippets/topic/a.py"))
    project.record()
    for name in "ab":
        printed = project.read(f"snippets/topic/{name}.txt").splitlines()
        assert printed[0].startswith("[] False")
        assert printed[1] == f"__main__ {name}.py 1 False"


def test_a_snippet_may_import_what_readers_download(project):
    project.write("snippets/take_home.py", "VALUE = 42\n")
    project.write("snippets/topic/idea.py", "import take_home\nprint(take_home.VALUE)\n")
    project.record()
    assert project.read("snippets/topic/idea.txt") == "42\n"


def test_output_from_below_python_is_output(project):
    project.write(
        "snippets/topic/idea.py", "import os\nprint(1, flush=True)\nos.write(1, b'2\\n')\n"
    )
    project.record()
    assert project.read("snippets/topic/idea.txt") == "1\n2\n"


def test_tensorflow_is_imported_only_for_snippets_that_need_it(project):
    show = "import sys\nprint('tensorflow' in sys.modules)\n"
    project.write("snippets/topic/plain.py", show)
    project.write("snippets/topic/array.py", "import numpy\n" + show)
    project.record()
    assert project.read("snippets/topic/plain.txt") == "False\n"
    assert project.read("snippets/topic/array.txt") == "False\n"
    assert not any("keras" in line or "tensorflow" in line for line in project.said)


def test_a_variable_set_by_a_snippet_counts_because_its_interpreter_is_fresh(project):
    project.write("snippets/topic/a.py", "import numpy as np\nprint(np.__name__)\n")
    project.write(
        "snippets/topic/b.py",
        "import os, sys\nprint('numpy' in sys.modules)\nos.environ['X'] = '1'\nimport numpy\n",
    )
    project.record()
    assert project.read("snippets/topic/b.txt") == "False\n"


def test_what_a_library_tries_as_it_is_imported_is_refused_and_no_fault_of_the_snippet(project):
    """urllib3 binds a port to see whether there is IPv6."""
    tries = "import os\nos.environ['X'] = '1'\nimport urllib3.util.connection as c\n"
    project.write("snippets/topic/idea.py", tries + "print(c.HAS_IPV6)\n")
    project.record()
    assert project.read("snippets/topic/idea.txt") == "False\n"


def test_the_readers_own_settings_do_not_count(project, monkeypatch, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    (home / "keras.json").write_text('{"image_data_format": "channels_first"}', "utf-8")
    (home / "matplotlibrc").write_text("axes.facecolor: red\n", "utf-8")
    monkeypatch.setenv("KERAS_HOME", str(home))
    monkeypatch.setenv("MPLCONFIGDIR", str(home))
    monkeypatch.setenv("PYTHONWARNINGS", "error")
    monkeypatch.setenv("PYTHONPATH", str(home))
    project.write(
        "snippets/topic/idea.py",
        "import os, sys\nprint(sys.warnoptions, os.environ.get('PYTHONPATH'))\n"
        f"print({str(home)!r} in os.environ['KERAS_HOME'] + os.environ['MPLCONFIGDIR'])\n",
    )
    project.record()
    assert project.read("snippets/topic/idea.txt") == "[] None\nFalse\n"


@pytest.mark.parametrize("name", ["KERAS_HOME", "MPLCONFIGDIR"])
def test_a_library_keeps_files_in_its_folder_of_the_cache(project, name):
    folder = Path(runner.child_environment(project.folder)[name])
    folder.mkdir(parents=True)
    source = f"import os, pathlib\nfolder = pathlib.Path(os.environ[{name!r}])\n"
    project.write("snippets/topic/idea.py", source + "print((folder / 'a').write_text('b'))\n")
    project.record()
    assert (folder / "a").read_text("utf-8") == "b"


@pytest.mark.parametrize("length", [75, 76, 200])
def test_the_folder_for_temporary_files_may_have_a_long_name(project, tmp_path_factory, length):
    folder = tmp_path_factory.mktemp("long")
    folder = folder / ("x" * (length - len(str(folder)) - 1))
    folder.mkdir()
    project.write("snippets/topic/idea.py", "import tempfile\nprint(len(tempfile.gettempdir()))\n")
    done = project.command("--record", TMPDIR=str(folder))
    assert done.returncode == 0, done.stderr
    assert project.read("snippets/topic/idea.txt") == f"{length}\n"


def test_where_forking_is_not_safe_each_snippet_starts_afresh(project, monkeypatch):
    monkeypatch.setenv("RUNNER_FORK", "0")
    show = "import multiprocessing.spawn as s, sys\nimport numpy\n"
    project.write("snippets/topic/a.py", show + "print(s.__name__, numpy.ones(2))\n")
    project.write("snippets/topic/b.py", "raise ValueError('b')\n")
    message = project.failure(record=True)
    assert message.startswith("snippets/topic/b.py:1: ")
    assert "a.py" not in message
    assert project.read("snippets/topic/a.txt") == "multiprocessing.spawn [1. 1.]\n"


def test_snippets_run_side_by_side_but_no_more_than_there_are_cores(project, tmp_path_factory):
    source = """
        import time
        start = time.time()
        time.sleep(0.5)
        open({log!r}, "a").write(f"{{start}} {{time.time()}}\\n")
        print("done")
    """
    path = tmp_path_factory.mktemp("told") / "log"  # a snippet may not write into the project
    log = str(path)
    for n in range(6):
        project.write(f"snippets/topic/s{n}.py", textwrap.dedent(source).format(log=log))
        project.write(f"snippets/topic/s{n}.txt", "done\n")
    project.check()
    spans = [tuple(map(float, line.split())) for line in path.read_text("utf-8").splitlines()]
    at_once = [sum(a <= start < b for a, b in spans) for start, _ in spans]
    assert max(at_once) <= pool.slots()
    if pool.slots() > 1:
        assert max(at_once) > 1


# No GPU, whatever the machine has: one rounds otherwise. Of TensorFlow's chatter only errors.
SURROUNDINGS = {
    "CUDA_VISIBLE_DEVICES": "-1",
    "TF_CPP_MIN_LOG_LEVEL": "2",
    "KERAS_BACKEND": "tensorflow",
    "MPLBACKEND": "Agg",
    "COLUMNS": "80",
    "NO_COLOR": "1",
    "PYTHONUTF8": "1",
}


def test_a_snippet_sees_the_same_surroundings_on_each_machine(project, monkeypatch):
    for name in SURROUNDINGS:
        monkeypatch.setenv(name, "1")
    source = f"import os\n\nprint({{n: os.environ[n] for n in {[*SURROUNDINGS]}}})\n"
    project.write("snippets/topic/idea.py", source)
    project.record()
    assert ast.literal_eval(project.read("snippets/topic/idea.txt")) == SURROUNDINGS


def test_a_snippet_cannot_import_what_lies_beside_the_runner(project):
    assert (ROOT / "tools" / "prose.py").exists()
    source = "from importlib.util import find_spec\n\nprint(find_spec('tools'))\n"
    project.write("snippets/topic/idea.py", source)
    project.record()
    assert project.read("snippets/topic/idea.txt") == "None\n"


def test_all_that_the_runner_offers_is_there():
    assert [name for name in runner.__all__ if not callable(getattr(runner, name, None))] == []


COPIES = {  # a child that has ended is nothing left behind; one that runs to the end has ended well
    "ended": "import os, time\nif not os.fork():\n    os._exit(0)\ntime.sleep(0.5)\nprint(0)\n",
    "runs on": "import os\nchild = os.fork()\nif child:\n    print(os.waitpid(child, 0)[1])\n",
}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork on Windows")
@pytest.mark.parametrize("copy", COPIES)
def test_a_copy_of_its_own_process_is_no_fault(project, copy):
    project.write("snippets/topic/idea.py", COPIES[copy])
    project.record()
    assert project.read("snippets/topic/idea.txt") == "0\n"


def test_what_a_snippet_starts_leaves_no_compiled_files_either(project):
    source = (
        "import subprocess, sys\n\n"
        "code = 'import sys; print(sys.dont_write_bytecode)'\n"
        "subprocess.run([sys.executable, '-c', code], check=True)\n"
    )
    project.write("snippets/topic/idea.py", source)
    project.record()
    assert project.read("snippets/topic/idea.txt") == "True\n"
