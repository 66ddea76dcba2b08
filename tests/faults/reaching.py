"""What a snippet reaches for, or leaves behind: (its source, where, what is said, what to do).

`{project}` stands for the project's folder, `{topic}` for the folder of the snippet's topic.
"""

import os

from tests.faults.failing import POSIX, Row

NET = "Take data from an installed package"
OUTSIDE = "Write into the working folder"
SLEEPER = "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']"

REACHES: dict[str, Row] = {
    "an address of the network": (
        "import urllib.request\n\nurllib.request.urlopen('http://example.org')\n",
        ":3:",
        "uses the network (example.org",
        NET,
    ),
    "the network, hidden": (
        "import socket\ntry:\n    socket.create_connection(('192.0.2.1', 80), 1)\n"
        "except OSError:\n    print('offline')\n",
        ":3:",
        "uses the network (192.0.2.1",
        NET,
    ),
    "a port": (
        "import socket\nwith socket.socket() as s:\n    s.bind(('127.0.0.1', 0))\nprint(1)\n",
        ":3:",
        "uses the network (127.0.0.1:0)",
        NET,
    ),
    "a packet": (
        "import socket\nwith socket.socket(type=socket.SOCK_DGRAM) as s:\n"
        "    s.sendto(b'1', ('127.0.0.1', 9))\nprint(1)\n",
        ":3:",
        "uses the network (127.0.0.1:9)",
        NET,
    ),
    "a file of the project": (
        "print(1)\nopen(r'{project}/README.md', 'w').write('mine')\n",
        ":2:",
        "writes README.md,",
        OUTSIDE,
    ),
    "a file of the project, hidden": (
        "try:\n    open(r'{project}/README.md', 'a')\nexcept OSError:\n    print(1)\n",
        ":2:",
        "writes README.md,",
        OUTSIDE,
    ),
    "a file beside it": (
        "from pathlib import Path\nPath(__file__).with_name('idea.txt').write_text('1')\n",
        ":2:",
        "writes snippets/{topic}/idea.txt,",
        OUTSIDE,
    ),
    "what is remembered": (
        "import os\nos.makedirs(r'{project}/.cache/runner/results/x')\n",
        ":2:",
        "writes .cache/runner/results/x,",
        OUTSIDE,
    ),
    "a file removed": (
        "import os\nos.remove(r'{project}/README.md')\n",
        ":2:",
        "writes README.md,",
        OUTSIDE,
    ),
    "a file moved away": (
        "import os\nos.rename(r'{project}/README.md', 'taken')\n",
        ":2:",
        "writes README.md,",
        OUTSIDE,
    ),
    "a folder removed": (
        "import shutil\nshutil.rmtree(r'{project}/snippets/neighbour')\n",
        ":2:",
        "writes snippets/neighbour,",
        OUTSIDE,
    ),
    "the reader's home": (
        "from pathlib import Path\nPath.home().joinpath('.planted').write_text('1')\n",
        ":2:",
        ".planted, which is not in its folder",
        OUTSIDE,
    ),
}

LEAVES: dict[str, Row] = {
    "a process": (
        f"import subprocess, sys\nprint({SLEEPER}).args[1])\n",
        ":",
        "leaves a process running",
        ".wait()",
    ),
    "a thread": (
        "import threading, time\nthreading.Thread(target=time.sleep, args=(60,), name='late')"
        ".start()\nprint(1)\n",
        ":",
        "leaves a thread running (late)",
        ".join()",
    ),
    "a thread that nobody waits for": (
        "import threading, time\nthreading.Thread(target=time.sleep, args=(60,), daemon=True)"
        ".start()\nprint(1)\n",
        ":",
        "leaves a thread running",
        ".join()",
    ),
}
if POSIX:
    LEAVES |= {
        "a copy of itself": (
            "import os, time\nif not os.fork():\n    time.sleep(60)\nprint(1)\n",
            ":",
            "leaves a process running (a copy of itself)",
            ".wait()",
        ),
        "thirty copies": (
            "import os, time\nfor _ in range(30):\n    if not os.fork():\n        time.sleep(60)\n"
            "        os._exit(0)\nprint(1)\n",
            ":",
            "leaves a process running",
            ".wait()",
        ),
        "a process and a timeout": (
            f"# timeout: 1\nimport subprocess, sys, time\n{SLEEPER})\ntime.sleep(60)\n",
            ":4:",
            "still running after 1 s",
            "`# timeout: 2` at its top",
        ),
    }
if os.path.isdir("/proc/self"):  # Linux tells of what has left its group, and of grandchildren
    LEAVES |= {
        "a process of another session": (
            f"import subprocess, sys\n{SLEEPER}, start_new_session=True)\nprint(1)\n",
            ":",
            "leaves a process running",
            ".wait()",
        ),
        "a daemon": (
            "import os, time\nif not os.fork():\n    os.setsid()\n    if os.fork():\n"
            "        os._exit(0)\n    time.sleep(60)\nos.wait()\nprint(1)\n",
            ":",
            "leaves a process running",
            ".wait()",
        ),
    }
