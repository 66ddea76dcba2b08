"""Presses Run and Edit on a page as a reader does, and waits for what comes of it."""

from playwright.sync_api import TimeoutError

LONG = 180_000  # milliseconds: a busy machine takes its time to start Python
FORGET = """document.querySelectorAll(".run-panel").forEach(panel => {
    delete panel.dataset.verdict
    panel.querySelector("[role=status]").textContent = ""
})"""
SOON = 15_000  # in which a press has to be answered, if only by a word


def block(page, number=0):
    """The first block of a page that runs and has a published output."""
    return page.locator(".highlight[data-run]:has(+ .language-text)").nth(number)


def panel(page):
    return page.locator(".run-panel").first


def press_run(page, code=None):
    """Run the first block, with `code` in its place if that is given; wait for the end.

    On a busy machine a press had no outcome at times, why is not known: a reader presses again.
    """
    start(page, code)
    try:
        panel(page).and_(page.locator("[data-verdict]")).wait_for(timeout=4 * SOON)
    except TimeoutError:
        again = page.locator(".run-doing button:not(:only-child)").first  # not there while it runs
        if again.is_visible():
            again.click()
    return ended(page)


def ended(page):
    """How the run of the first block ended: a word."""
    try:
        panel(page).and_(page.locator("[data-verdict]")).wait_for(timeout=LONG)
    except TimeoutError as error:
        raise AssertionError(f"no end; the panel says: {page.inner_text('.run-panel')}") from error
    return panel(page).get_attribute("data-verdict")


def start(page, code=None):
    page.evaluate(FORGET)  # of the run before: the press is handled a moment later
    if code is not None:
        block(page).locator(".run-bar button").nth(1).click()
        editor(page).fill(code)
        page.keyboard.press("Control+Enter")
        try:
            page.locator(".run-panel [role=status]:not(:empty)").first.wait_for(timeout=SOON)
        except TimeoutError:  # the key came before the editor, on a busy machine
            page.locator(".run-doing button:not(:only-child)").first.click(timeout=SOON)
    else:
        block(page).locator(".run-bar button").first.click()


def status(page):
    return page.inner_text(".run-panel [role=status]")


def editor(page):
    """Where the first block's code is typed: CodeMirror, or the text area in its place."""
    return page.locator(".run-editor .cm-content, textarea.run-editor").first


def written(page):
    """The code in it; of CodeMirror the lines that are drawn, all of a short block."""
    if page.locator("textarea.run-editor").count():
        return editor(page).input_value()
    return "\n".join(editor(page).locator(".cm-line").all_text_contents())


def running(page):
    """The worker in which Python has started, of those that a page has."""
    begun = [w for w in page.workers if w.evaluate("self.XMLHttpRequest === undefined")]
    (found,) = begun
    return found


def await_spares(page):
    """Wait for the three workers that are kept ready, and for the scripts of Python in them."""
    loaded = "performance.getEntriesByType('resource').some(one => one.name.endsWith('asm.js'))"
    for _ in range(LONG // 100):
        if len(page.workers) == 4 and all(worker.evaluate(loaded) for worker in page.workers):
            return
        page.wait_for_timeout(100)
    raise AssertionError("no workers are kept ready")
