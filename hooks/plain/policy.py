"""A content security policy: a page runs and loads what the site itself holds, nothing else.

A theme may write a few short scripts into the page. The policy names each by its hash, so that no
other inline script runs. It stands in every page (any host will do) and in `_headers`, for hosts
that read that file.
"""

import base64
import hashlib
import re

INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
CHARSET = re.compile(r'<meta charset="?utf-8"?\s*/?>', re.IGNORECASE)
HASH = re.compile(r"'sha256-[^']+'")


def protect(html: str) -> tuple[str, set[str]]:
    """The page with its policy, and the hashes of its inline scripts."""
    hashes = {_hash(script) for script in INLINE.findall(html)}
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy(hashes)}">'
    return CHARSET.sub(lambda found: found[0] + meta, html, count=1), hashes


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def policy(hashes: set[str]) -> str:
    """The policy's text. `data:` is for the icons inside Material's style sheet."""
    return "; ".join(
        [
            "default-src 'none'",
            " ".join(["script-src 'self'", *sorted(hashes)]),
            "style-src 'self'",
            "img-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
        ]
    )


def headers(hashes: set[str]) -> str:
    """The text of `_headers`, with the hashes of all pages, and what a meta tag cannot say."""
    # A worker has no meta tag: what lets its WebAssembly run must stand in the header, which is
    # one for all files, since hosts add several up to the strictest. Pages keep their tag.
    wasm = policy(hashes).replace("script-src", "script-src 'wasm-unsafe-eval'", 1)
    lines = [
        "/*",
        f"  Content-Security-Policy: {wasm}; frame-ancestors 'none'",
        "  X-Content-Type-Options: nosniff",
        "  Referrer-Policy: no-referrer",
        "/assets/python/:version/*",
        "  Cache-Control: public, max-age=31536000, immutable",
    ]
    return "\n".join(lines) + "\n"
