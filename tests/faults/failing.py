"""Ways in which a snippet fails, is written, or prints: (its source, where, what is said, remedy).

`{topic}` stands for the folder of its topic.
"""

import os

POSIX = os.name == "posix"
ALONE = "python -m runner snippets/{topic}/idea.py"

Row = tuple[str | bytes, str, str, str]

FAILS: dict[str, Row] = {
    "an exception": ("x = 1\nprint(x)\nraise KeyError('gone')\n", ":3:", "KeyError: 'gone'", ALONE),
    "an exception in a library": (
        "import json\nprint(1)\njson.loads('{')\n",
        ":3:",
        "JSONDecodeError",
        ALONE,
    ),
    "a return outside of a function": (
        "print(1)\nreturn\n",
        ":",
        "SyntaxError: 'return' outside function",
        ALONE,
    ),
    "no end of calls": ("def f():\n    f()\n\nf()\n", ":2:", "RecursionError", ALONE),
    "an exit code": ("print(1)\nimport sys\nsys.exit(3)\n", ":3:", "exited with 3", "last line"),
    "a process that dies": ("import os\nos._exit(7)\n", ":", "exit code 7", "last line"),
    "a process that is killed": (
        "import os\nprint(1)\nos.kill(os.getpid(), 9)\n",
        ":",
        "exit code -9" if POSIX else "exit code 9",
        "short of memory kills too" if POSIX else "last line",
    ),
    "a process that aborts": ("import os\nprint(1)\nos.abort()\n", ":", "exit code", "last line"),
    "a result of its own": (
        "import os\nprint(1)\nopen('../result.json', 'w').write('[1]')\nos._exit(0)\n",
        ":",
        "exit code 0 before the snippet did",
        "last line",
    ),
    "output on stderr": (
        "import sys\nprint(1)\nprint('oh', file=sys.stderr)\n",
        ":",
        "stderr:\noh",
        "Mend the cause",
    ),
    "output on stderr from below Python": (
        "import os\nprint(1)\nos.write(2, b'native')\n",
        ":",
        "stderr:\nnative",
        "Mend the cause",
    ),
    "a warning": (
        "import warnings\nprint(1)\nwarnings.warn('mind')\n",
        ":3:",
        "a warning: UserWarning: mind",
        "Mend what causes it",
    ),
    "a warning from a library": (
        "import numpy as np\n\nprint(np.ones(1) / np.zeros(1))\n",
        ":3:",
        "a warning: RuntimeWarning: divide by zero",
        "Mend what causes it",
    ),
    "input": ("print(input())\n", ":1:", "EOFError", ALONE),
    "an output that it closes": (
        "import sys\nsys.stdout.close()\n",
        ":",
        "closes stdout",
        "Leave both open",
    ),
    "no output": ("x = 1\n", ":", "prints nothing and draws nothing", "let it show its idea"),
    "a formula that cannot be drawn": (
        "import matplotlib.pyplot as plt\nplt.title('$x_{$')\n",
        ":",
        "its figure cannot be drawn",
        "Mend what this names",
    ),
    "no time": ("# timeout: 0\nimport time\ntime.sleep(9)\n", ":3:", "after 1 s", "timeout: 2"),
    "two figures": (
        "import matplotlib.pyplot as plt\nplt.figure()\nplt.figure()\n",
        ":",
        "leaves 2 figures open",
        "use plt.subplots",
    ),
    "too long": (
        "# timeout: 1\nprint(1, flush=True)\nwhile True:\n    pass\n",
        ":[34]:",
        "still running after 1 s",
        "`# timeout: 2` at its top",
    ),
    "too long, asleep below Python": (
        "# timeout: 1\nimport time\nprint(1)\ntime.sleep(99)\n",
        ":4:",
        "still running after 1 s",
        "`# timeout: 2` at its top",
    ),
    "a module that is not there": (
        "import nowhere_at_all\n",
        ":1:",
        "No module named 'nowhere_at_all'",
        "install what requirements.txt lists",
    ),
}

WRITTEN: dict[str, Row] = {
    "bad syntax": ("x = 1\nx = = 2\n", ":2:", "SyntaxError", "mend that line"),
    "a byte of nothing": ("print(1)\n\0\n", ":", "null bytes", "mend that line"),
    "not UTF-8": (b"# \xff\nprint(1)\n", ":", "not UTF-8", "save it as UTF-8"),
    "UTF-16": ("print(1)\n".encode("utf-16"), ":", "not UTF-8", "save it as UTF-8"),
    "a BOM": (b"\xef\xbb\xbfprint(1)\n", ":", "byte order mark", "save it as UTF-8 without BOM"),
    "CRLF": (b"print(1)\r\n", ":", "CRLF", "save it with LF"),
    "a neighbour imported": ("import beside\n", ":1:", "does not have it", "installed packages"),
    "a folder of ours imported": (
        "import neighbour.beside\n",
        ":1:",
        "does not have it",
        "installed packages",
    ),
    "a file of ours imported": ("import hooks\n", ":1:", "does not have it", "installed packages"),
    "a relative import": ("from . import beside\n", ":1:", "has no package", "by their names"),
}

PRINTS: dict[str, Row] = {
    "bytes that are no text": (
        "import os\nos.write(1, b'\\xff')\n",
        ":",
        "not UTF-8",
        "print text",
    ),
    "half a character": ("print('\\ud800')\n", ":1:", "UnicodeEncodeError", ALONE),
    "a line written over": ("print('1 of 2\\r2 of 2')\n", ":", "control codes ('\\r')", "strip"),
    "colours": ("print('\\x1b[1mbold')\n", ":", "control codes ('\\x1b')", "strip them"),
    "a BOM printed": ("print('\\ufeffone')\n", ":", "control codes ('\\ufeff')", "strip them"),
    "no end of printing": (
        "while True:\n    print(1)\n",
        ":",
        "more than 1,000,000 bytes",
        "let it print a few lines",
    ),
    "a flood on stderr": (
        "import sys\nsys.stderr.write('oh\\n' * 90_000)\n",
        ":",
        "lines more)",
        "Mend the cause",
    ),
    "a flood as it fails": ("raise ValueError('x' * 900_000)\n", ":1:", "characters more)", ALONE),
}
if POSIX:
    PRINTS["CRLF printed"] = ("import os\nos.write(1, b'1\\r\\n')\n", ":", "'\\r'", "strip them")

FLOODS: dict[str, Row] = {  # whose output is as good as any, and no page for it
    "a flood of lines": (
        "for i in range(90_000):\n    print(i)\n",
        ":",
        "lines more)",
        "python -m runner --record snippets/{topic}/idea.py",
    ),
    "a flood in one line": (
        "print('x' * 900_000)\n",
        ":",
        "899,700 characters more)",
        "python -m runner --record snippets/{topic}/idea.py",
    ),
}

UNSTEADY = {  # what no record can be made of, since two runs differ
    "at random": "import random\nprint(random.random())\n",
    "at random, with NumPy": "import numpy as np\nprint(np.random.default_rng().random())\n",
    "by time": "import time\nprint(time.time_ns())\n",
    "by hash seed": "print(hash('word'))\n",
    "by the order of a dictionary": "print(list(dict.fromkeys({str(i) for i in range(50)})))\n",
    "by the order of a set": "print({str(i) for i in range(50)})\n",
    "an address": "print(object())\n",
    "its process": "import os\nprint(os.getpid())\n",
    "a name that is free": "import tempfile\nprint(tempfile.mkdtemp())\n",
    "a random line": "import random, matplotlib.pyplot as plt\nplt.plot([random.random(), 9])\n",
}
