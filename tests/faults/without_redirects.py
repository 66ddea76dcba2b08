"""`mkdocs build` where mkdocs_redirects cannot be imported, as if it were not installed."""

import sys

from mkdocs.__main__ import cli


class Without:
    """What finds modules, except for this one."""

    def __init__(self, finder):
        self.finder = finder

    def __getattr__(self, name):
        return getattr(self.finder, name)

    def find_spec(self, name, *more):
        gone = name.split(".")[0] == "mkdocs_redirects"
        return None if gone else self.finder.find_spec(name, *more)


if __name__ == "__main__":
    sys.meta_path[:] = map(Without, sys.meta_path)
    cli(["build"])
