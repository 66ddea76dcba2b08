"""Builds a project as `mkdocs serve` does first.

python -m tests.site.full_build http://127.0.0.1:8000/ folder-to-write
"""

import sys

from mkdocs.commands.build import build
from mkdocs.config import load_config

if __name__ == "__main__":
    url, folder = sys.argv[1:]
    config = load_config(site_dir=folder)
    config.plugins.on_startup(command="serve", dirty=False)
    config.site_url = url
    build(config, serve_url=url)
    config.plugins.on_shutdown()
