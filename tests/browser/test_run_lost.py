"""Run where something does not come, or goes: it says so, and the next press works."""

import json

import pytest

from tests.browser.pressing import await_spares, ended, press_run, running, start, status

EMPTY = "caches.keys().then(names => Promise.all(names.map(name => caches.delete(name))))"
WIPE = "document.querySelectorAll('.run-lost').forEach(note => note.textContent = '')"
pytestmark = pytest.mark.xdist_group("run")


@pytest.fixture
def manifest(site):
    return json.loads((site / "assets" / "python" / "manifest.json").read_text("utf-8"))


def test_each_file_in_turn_that_does_not_come(fresh, manifest):
    names = ("page", "python", "result", "diff", "link", "editor", "block")
    modules = [f"{name}.js" for name in names]
    wheels = {name: package["file_name"] for name, package in manifest["packages"].items()}
    keras = [wheels["numpy"], wheels["packaging"], wheels["pillow"], "keras.zip"]
    started = ["manifest.json", "worker.js", "files.js", *manifest["core"], *keras]
    rounds = [(name, "import keras") for name in started]
    rounds.append((wheels["matplotlib"], "import matplotlib.pyplot"))
    absent = None

    def answer(route):
        name = route.request.url.rpartition("/")[2]
        # Styles never come: without them it works all the same.
        fails = name == "run.css" or (absent and name.startswith(absent))
        route.abort() if fails else route.continue_()

    fresh.route("**/*", answer)  # one for all rounds: what is asked for at a change could hang
    for name in [*modules, "words.en.json"]:
        absent = name
        if name in modules:
            fresh.reload()  # a module that has come once stays as long as the page
        fresh.evaluate(WIPE)  # or the round before would answer for this one
        start(fresh)
        fresh.locator(".run-lost:not(:empty)").wait_for()
    for name, code in rounds:
        absent = name
        fresh.evaluate(EMPTY)  # what came in an earlier round has been kept
        assert press_run(fresh, code) == "lost", name
        named = "worker.js" if name == "files.js" else name  # which is a part of it
        assert f"{named} could not be loaded" in status(fresh)
    absent = None
    assert press_run(fresh, "import keras") == "edited"
    assert fresh.locator(".run-lost").count() == 0


def test_a_site_that_is_published_anew_meanwhile_is_found_at_the_next_press(fresh, manifest):
    """The list of files then names another folder, and the one that the page knows is gone."""
    old, anew = (f"/assets/python/{folder}/" for folder in (manifest["folder"], "anew"))
    asked = []

    def moved(route):
        asked.append(route.request.url)
        route.continue_(url=route.request.url.replace(anew, old))

    assert press_run(fresh, "print(1)") == "edited"
    await_spares(fresh)
    fresh.route(f"**{old}**", lambda route: route.fulfill(status=404))
    fresh.route(f"**{anew}**", moved)
    fresh.route(
        "**/manifest.json", lambda route: route.fulfill(json={**manifest, "folder": "anew"})
    )
    assert press_run(fresh, "import scipy") == "lost"
    assert press_run(fresh, "print(6 * 7)") == "edited"
    assert {url.rpartition("/")[2] for url in asked} >= set(manifest["core"])


def test_a_lost_worker_is_started_anew(fresh):
    """Lost between two runs, then while a run loads something, then by an error in it."""
    press_run(fresh, "print(1)")
    await_spares(fresh)
    worker = running(fresh)
    name = worker.evaluate("self.name")
    worker.evaluate("self.close()")
    # It held a lock of its name, which the page waits for, and after the page this line.
    fresh.evaluate("name => navigator.locks.request(name, () => {})", name)
    assert press_run(fresh, "print(6 * 7)") == "edited"
    fresh.route("**/scipy*", lambda route: None)  # it never comes
    for act, verdict, said in (
        ("self.close()", "gone", "The browser ended Python"),
        ("setTimeout(() => { throw new Error('in a timer') })", "broken", "Error: in a timer"),
    ):
        with fresh.expect_request("**/scipy*"):
            start(fresh, "import scipy")
        running(fresh).evaluate(act)
        assert ended(fresh) == verdict
        assert said in status(fresh)
        assert press_run(fresh, "print(6 * 7)") == "edited"


def test_a_file_that_was_changed_on_its_way_is_refused(fresh):
    fresh.route("**/ours.zip", lambda route: route.fulfill(body=b"something else"))
    assert press_run(fresh) == "lost"
    assert "ours.zip could not be loaded" in status(fresh)


@pytest.mark.parametrize(
    "storage",
    [
        "get() { throw new DOMException('no', 'SecurityError') }",
        "value: { keys: async () => [], open: async () => ({ match: async () => undefined, "
        "put: async () => { throw new DOMException('full', 'QuotaExceededError') } }) }",
    ],
    ids=["forbidden", "full"],
)
def test_it_runs_without_storage(fresh, site, storage):
    text = (site / "assets" / "run" / "files.js").read_text(encoding="utf-8")
    body = f"Object.defineProperty(self, 'caches', {{ {storage} }})\n{text}"
    fresh.route("**/files.js", lambda r: r.fulfill(body=body, content_type="text/javascript"))
    assert press_run(fresh, "print(6 * 7)") == "edited"


def test_a_run_does_not_wait_for_the_address(fresh):
    """Which holds the edited code once it is compressed: here that never ends."""
    fresh.evaluate("""() => {
        self.CompressionStream = class {
            readable = new ReadableStream()
            writable = new WritableStream()
        }
    }""")
    assert press_run(fresh, "print(6 * 7)") == "edited"
    assert "run=" not in fresh.evaluate("location.hash")
