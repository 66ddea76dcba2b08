"""Builds beside the site, and puts the new one in its place only if all has gone well."""

import logging
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.utils import CountHandler

from hooks import root
from hooks.exchange import exchange

OLD = "-old"

log = logging.getLogger("mkdocs.hooks.publishing")


@dataclass
class Building:
    """A build under way: MkDocs writes `new`, which is to replace `site`."""

    config: MkDocsConfig
    site: Path
    new: Path

    def put_in_place(self) -> None:
        """In one step where the system has one: a site is there at each moment, and whole."""
        if not self.site.exists():
            self.new.rename(self.site)
        elif not exchange(self.new, self.site):
            old = self.new.with_name(self.new.name + OLD)
            self.site.rename(old)
            try:
                self.new.rename(self.site)
            except BaseException:
                old.rename(self.site)
                raise
            old.rename(self.new)

    def end(self) -> None:
        """Leave nothing beside the site, which MkDocs may then name again."""
        shutil.rmtree(self.new, ignore_errors=True)
        self.config.site_dir = str(self.site)


@dataclass
class State:
    serving: bool = False  # then MkDocs builds into a folder of its own
    building: Building | None = None


state = State()


def on_startup(command: str, dirty: bool) -> None:
    state.serving = command == "serve"


def on_pre_build(config: MkDocsConfig) -> None:
    """Has MkDocs write next to the site, which stays as it is until the end."""
    if not state.serving:
        site = Path(config.site_dir).resolve()
        _clear_up(site)
        state.building = Building(config, site, site.with_name(f".{site.name}-{os.getpid()}"))
        config.site_dir = str(state.building.new)


@event_priority(-100)
def on_post_build(config: MkDocsConfig) -> None:
    """Puts the new site in the old one's place, unless warnings are about to fail the build."""
    counters = [h for h in logging.getLogger("mkdocs").handlers if isinstance(h, CountHandler)]
    if not state.building:
        return
    if any(own.get_counts() for own in counters[-1:]):  # before it, of the build that it is part of
        pages = Path(os.path.relpath(config.docs_dir, root(config))).as_posix()
        log.info(f"the site is as it was: mend what each warning names in {pages}/. Build again")
        return
    state.building.put_in_place()
    _end()


def _clear_up(site: Path) -> None:
    """Take away what builds have left that were killed; put back a site that one had moved."""
    for left in sorted(site.parent.glob(f".{site.name}-*")):
        number = left.name.removeprefix(f".{site.name}-").removesuffix(OLD)
        if number.isdigit() and not _runs(int(number)):
            if left.name.endswith(OLD) and not site.exists():
                left.rename(site)
            shutil.rmtree(left, ignore_errors=True)


def _runs(number: int) -> bool:
    import psutil  # needed after an accident only

    return bool(psutil.pid_exists(number))


def on_build_error(error: Exception) -> None:
    _end()


def on_shutdown() -> None:
    _end()


def _end() -> None:
    if state.building:
        state.building.end()
        state.building = None
