"""An environment that holds what a page names and what that needs, and nothing else."""

import re
from importlib.metadata import Distribution, distributions

from packaging.requirements import Requirement

SEEN = {"optree"}  # in the list of what is installed by PyTorch, which then imports it


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


class Installed:
    """The distributions in the folders `path`, by name, and the modules that each brings."""

    def __init__(self, path: list[str]):
        self.found = {plain(d.name): d for d in distributions(path=path)}
        self.modules = {name: _modules(one) for name, one in self.found.items()}

    def named(self, project: str) -> set[str]:
        """What is installed for this name: tensorflow-cpu is TensorFlow on some machines."""
        name = plain(project)
        return {name} if name in self.found else self.bring(project)

    def bring(self, module: str) -> set[str]:
        """The distributions that a module comes from."""
        return {name for name, modules in self.modules.items() if module in modules}

    def lacking(self, projects: set[str]) -> set[str]:
        """Modules that are not there if pip has installed `projects` and nothing else."""
        todo = [name for project in projects for name in self.named(project)]
        there: set[str] = set()
        while todo:
            name = todo.pop()
            if name in there or name not in self.found:
                continue
            there.add(name)
            for text in self.found[name].requires or ():
                one = Requirement(text)
                if one.marker is None or one.marker.evaluate({"extra": ""}):
                    todo.append(plain(one.name))
        kept = set().union(*(self.modules[name] for name in there))
        return set().union(*self.modules.values()) - kept - SEEN


def _modules(one: Distribution) -> set[str]:
    files = [file for file in one.files or () if ".." not in file.parts]
    folders = {file.parts[0] for file in files if file.suffix in {".py", ".so", ".pyd", ".abi3"}}
    names = {name.partition(".")[0] for name in folders}
    return {name for name in names if name.isidentifier()}


def hiding(modules: set[str]) -> str:
    """A program after which none of these can be imported, as where they are not installed.

    Whatever has imported them before keeps what it has.
    """
    return (
        f"import sys\n\nfor name in {sorted(modules)}:\n"
        "    for there in [n for n in sys.modules if n.partition('.')[0] == name] + [name]:\n"
        "        sys.modules[there] = None\n"
    )
