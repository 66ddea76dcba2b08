"""Presses Run and Edit on a page as a reader does, and waits for what comes of it."""

LONG = 180_000  # milliseconds: a busy machine takes its time to start Python
FORGET = "document.querySelectorAll('.run-panel').forEach(panel => delete panel.dataset.verdict)"


def block(page, number=0):
    """The first block of a page that runs and has a published output."""
    return page.locator(".highlight[data-run]:has(+ .language-text)").nth(number)


def panel(page):
    return page.locator(".run-panel").first


def press_run(page, code=None):
    """Run the first block, with `code` in its place if that is given; wait for the end."""
    start(page, code)
    panel(page).and_(page.locator("[data-verdict]")).wait_for(timeout=LONG)
    return panel(page).get_attribute("data-verdict")


def start(page, code=None):
    page.evaluate(FORGET)  # of the run before: the press is handled a moment later
    if code is not None:
        block(page).locator(".run-bar button").nth(1).click()
        page.locator(".run-editor").first.fill(code)
        page.keyboard.press("Control+Enter")
    else:
        block(page).locator(".run-bar button").first.click()


def status(page):
    return page.inner_text(".run-panel [role=status]")
