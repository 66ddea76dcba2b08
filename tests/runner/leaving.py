"""What is said of what a line of code has left running, and what of it runs on: JSON on stdout.

Usage: python leaving.py SOURCE. It is asked in a process of its own, whose children it ends.
"""

import json
import os
import sys
import time

import psutil

from runner import leftovers

leftovers.adopt()
names = {}
exec(sys.argv[1], names)
started = time.monotonic()
said = leftovers.left_running()
took = time.monotonic() - started
states = [child.status() for child in psutil.Process().children(recursive=True)]
running = [state for state in states if state != psutil.STATUS_ZOMBIE]
print(json.dumps({"said": said, "took": took, "running": running}), flush=True)
os._exit(0)  # without waiting for threads
