"""Every file of the site, from a plain static server: whole, and as the type that it has to be."""

import http.client
from urllib.parse import quote, urlsplit

import pytest

from tools.content_types import fits

pytestmark = pytest.mark.xdist_group("site")


def test_every_file_is_served_whole_and_with_its_type(site, server):
    files = [path for path in sorted(site.rglob("*")) if path.is_file()]
    wrong = []
    connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=60)
    for path in files:
        address = path.relative_to(site).as_posix()
        connection.request("GET", quote(f"/{address}"))
        answer = connection.getresponse()
        whole = answer.read() == path.read_bytes()
        kind = answer.headers.get_content_type()
        if (answer.status, whole, fits(address, kind)) != (200, True, True):
            wrong.append((address, answer.status, whole, kind))
    assert wrong == []
    assert {p.suffix for p in files} >= {".html", ".css", ".js", ".svg", ".py", ".txt", ".json"}
