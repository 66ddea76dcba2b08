"""The tie to MkDocs: one hook a concern, named in mkdocs.yml in the order in which they act.

Named first there, this file lets the others import `hooks` and `runner`, wherever MkDocs was
started from. What a hook keeps during a build is in its `state`, new for each build.
"""

import importlib
import sys
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # MkDocs takes it out again
for name in ("hooks", "runner"):
    importlib.import_module(name)


def root(config: MkDocsConfig) -> Path:
    """The project's folder, where mkdocs.yml stands."""
    assert config.config_file_path
    return Path(config.config_file_path).resolve().parent
