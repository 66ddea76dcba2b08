"""What all tests share."""

import os

from _pytest.nodeid import coerce_node_id

# Set before anything is imported: no display is needed, and TensorFlow starts without its notices.
os.environ.setdefault("MPLBACKEND", "agg")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
# TensorFlow turns oneDNN on for some processors only; a build turns it on for all, and so do tests.
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "1")

# Fixtures `snippet`; `site`, `server`, `browser`, `page`; and tests on the packages of a topic.
pytest_plugins = ["tests.values", "tests.built", "tests.environments"]


def pytest_collection_modifyitems(config, items):
    """Keep each group in one process: xdist 3.8 puts it where pytest 9.2 no longer looks."""
    if hasattr(config, "workerinput"):
        for item in items:
            for mark in item.iter_markers("xdist_group"):
                item._id = coerce_node_id(f"{item.nodeid}@{mark.args[0]}")
