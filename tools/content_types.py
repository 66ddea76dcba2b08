"""The types that a host has to send the site's files as, by what their names end in."""

from pathlib import PurePosixPath

SCRIPT = {"text/javascript", "application/javascript"}
TYPES = {  # what browsers use these as depends on it: any of these will do
    ".css": {"text/css"},
    ".html": {"text/html"},
    ".js": SCRIPT,  # of another type no worker and no module starts
    ".json": {"application/json"},
    ".mjs": SCRIPT,
    ".png": {"image/png"},
    ".svg": {"image/svg+xml"},
    ".txt": {"text/plain"},
    ".wasm": {"application/wasm"},  # else it is compiled once it is there, not as it comes
    ".xml": {"text/xml", "application/xml"},
}
SAVED = {".gz", ".ipynb", ".map", ".md", ".py", ".whl", ".zip"}  # any type but a page's
NAMED = {"_headers"}  # for the host; nobody asks for it


def fits(address: str, kind: str) -> bool:
    """True if a file at `address` may be sent as `kind`; KeyError if nobody has thought of it."""
    path = PurePosixPath(address)
    if path.suffix in SAVED or path.name in NAMED:
        return kind != "text/html"
    return kind in TYPES[path.suffix]
