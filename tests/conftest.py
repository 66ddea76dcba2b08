"""What all tests share."""

import os

# Set before anything is imported: no display is needed, and TensorFlow starts without its notices.
os.environ.setdefault("MPLBACKEND", "agg")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

# Fixtures `snippet`; `site`, `server`, `browser`, `page`; and tests on the packages of a topic.
pytest_plugins = ["tests.values", "tests.built", "tests.environments"]
