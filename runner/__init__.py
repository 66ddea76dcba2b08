"""Runs the snippets of a site and keeps their records. Knows nothing of MkDocs.

`check` is the whole of it: execute what changed, compare every output with its record, report. The
rest is for what else is executed and recorded: the same surroundings, the same difference.
"""

from .check import Checked, check
from .environment import child_environment, environment_fingerprint
from .memory import write_whole
from .noise import noise
from .packages import Packages, topics
from .pool import stand_by
from .records import not_recorded, text_difference, unsteady
from .telling import RunnerError, remedy

__all__ = [
    "Checked",
    "Packages",
    "RunnerError",
    "check",
    "child_environment",
    "environment_fingerprint",
    "noise",
    "not_recorded",
    "remedy",
    "stand_by",
    "text_difference",
    "topics",
    "unsteady",
    "write_whole",
]
