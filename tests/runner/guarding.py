"""What the guard says of lines of code: a process of its own, for an audit hook stays for good.

Usage: python -c "import guarding" FOLDER, and JSON {name: source} on stdin, each run as a file in
FOLDER's `project`; answers with JSON {name: [line or null, what is refused, what was raised]}. That
an import is going on outside of the snippet must not count.
"""

import json
import os
import sys
from pathlib import Path

from runner.guard import Guard
from runner.job import Job

here = Path(sys.argv[1])
project, work = here / "project", here / "project" / "work"
answers = {}
for name, source in json.load(sys.stdin).items():
    path = str(project / "snippet.py")
    job = Job(0, path, str(project / "snippets"), [], 60, False, {})
    os.chdir(project)
    guard = Guard(job, work)
    sys.audit("os.remove", "before", -1)  # nothing is watched yet
    raised = ""
    names = {"P": str(project), "W": str(work), "T": str(here)}
    code = compile(source, path, "exec")
    guard.watching = True
    try:
        exec(code, names)
    except Exception as error:
        raised = f"{type(error).__name__}: {error}"
    guard.watching = False
    found = guard.problem
    answers[name] = [found and found.line, found.text if found else "", raised]
print(json.dumps(answers))
