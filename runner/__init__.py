"""Runs the snippets of a site and keeps their records. Knows nothing of MkDocs.

`check` is the whole of it: execute what changed, compare every output with its record, report.
"""

from .check import Report, RunnerError, check
from .environment import child_environment, environment_fingerprint

__all__ = ["Report", "RunnerError", "check", "child_environment", "environment_fingerprint"]
