"""A publisher on this machine that does what real ones do: truncate, stall, lie, move, ask for a login.

And an invented dataset whose files it keeps. No test here reaches any other network.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from foedus import sources
from foedus.warehouse import Handed
from foedus.warehouse import fetch as fetch_patiently
from foedus.warehouse._answers import Patience

HURRY = Patience(attempts=3, first_wait=0.01, longest_wait=0.5, connect=2, stall=0.3, redirects=4, most=2**21)
"""The same rules with waits that a test can afford."""
CONTENT = "".join(("ccode,year,toy_edition\n", *(f"{row},1900,1\n" for row in range(20_000)))).encode()
HALF = len(CONTENT) // 2
OTHER = CONTENT.replace(b",1\n", b",2\n")
PAGE = b"<!DOCTYPE html><html><title>Please log in</title></html>"
DECLARATION = '''
"""An invented dataset for tests."""
import polars as pl
from foedus.declare import Column, File, Source
{id} = Source(id="{id}", title="Toy {id}", version="1", subject="{subject}", citation="Nobody (1900)", licence="none",
    homepage="https://example.org/{id}", files=({files},))
@{id}.table("state-year", rows=(1, 100_000), columns=[Column("toy_edition", pl.Int32, "Edition", required=True)])
def cells(raw):
    return pl.scan_csv(raw.path("{first}"), infer_schema=False)
'''
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "all_proxy", "no_proxy")


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


class Asked(BaseHTTPRequestHandler):
    """One request; what is answered is for the publisher's pages to say."""

    protocol_version = "HTTP/1.1"
    publisher: Publisher

    def do_GET(self) -> None:
        with suppress(ConnectionError):
            self.publisher.answer(self)

    def log_message(self, *args: object) -> None:
        """Nothing."""

    def give(self, status: int, body: bytes = b"", *, length: int | None = None, **headers: str) -> None:
        """An answer; `length` is what it says, whatever it sends."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    @property
    def begin(self) -> int:
        """The first byte that was asked for."""
        asked = re.match(r"bytes=(\d+)-", self.headers.get("Range", ""))
        return int(asked[1]) if asked else 0


Page = Callable[[Asked], None]


@dataclass
class Publisher:
    """A web server on loopback: pages by path, and what was asked."""

    pages: dict[str, Page] = field(default_factory=dict)
    log: list[tuple[str, str]] = field(default_factory=list)
    address: str = ""

    def answer(self, asked: Asked) -> None:
        self.log.append((asked.path, asked.headers.get("Range", "")))
        asked.close_connection = True
        self.pages.get(asked.path, lambda one: one.give(404))(asked)

    def at(self, path: str, page: Page) -> str:
        """Put a page at a path, and give its address."""
        self.pages[path] = page
        return self.address + path

    @property
    def ranges(self) -> list[str]:
        return [part for _, part in self.log]


def whole(body: bytes, **headers: str) -> Page:
    """The file, or the rest of it, as a good server does."""

    def page(asked: Asked) -> None:
        if not asked.begin:
            asked.give(200, body, Accept_Ranges="bytes", **headers)
        elif asked.begin >= len(body):
            asked.give(416, Content_Range=f"bytes */{len(body)}")
        else:
            span = f"bytes {asked.begin}-{len(body) - 1}/{len(body)}"
            asked.give(206, body[asked.begin :], Content_Range=span, **headers)

    return page


def cut(body: bytes, at: int, *, ranges: bool = True) -> Page:
    """The connection breaks after so many bytes, each time."""

    def page(asked: Asked) -> None:
        begin = asked.begin if ranges else 0
        rest = body[begin:]
        said = {"Content_Range": f"bytes {begin}-{len(body) - 1}/{len(body)}"} if begin else {}
        asked.give(206 if begin else 200, rest[:at], length=len(rest), **said)

    return page


def once(*pages: Page) -> Page:
    """The first answer the first time, and so on; the last one for ever."""
    left = list(pages)

    def page(asked: Asked) -> None:
        now = left.pop(0) if len(left) > 1 else left[0]
        now(asked)

    return page


def answer(code: int, body: bytes, *, length: int | None = None, **headers: str) -> Page:
    return lambda asked: asked.give(code, body, length=length, **headers)


def status(code: int, **headers: str) -> Page:
    return lambda asked: asked.give(code, b"no", **headers)


@pytest.fixture
def publisher(monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    """A publisher that listens while the test runs; proxies of the machine are out of the way."""
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
    one = Publisher()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (Asked,), {"publisher": one}))
    server.daemon_threads = True
    one.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield one
    server.shutdown()
    server.server_close()


Declare = Callable[..., None]


@pytest.fixture
def declare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Declare]:
    """Declare invented datasets as the only ones, in an empty data folder."""
    folder = tmp_path / "declared"
    folder.mkdir()
    monkeypatch.setenv("FOEDUS_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(sources, "__path__", [str(folder)])
    names: list[str] = []

    def declare(name: str, files: Mapping[str, bytes], *addresses: str, subject: str = "tests") -> None:
        names.append(name)
        listed = ", ".join(
            f"File({file!r}, sha256={digest(body)!r}, how='Ask nobody for {file}.', addresses={addresses!r})"
            for file, body in files.items()
        )
        text = DECLARATION.format(id=name, files=listed, first=next(iter(files)), subject=subject)
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
        _forget(name)

    _forget()
    yield declare
    monkeypatch.undo()
    _forget(*names)


def _forget(*names: str) -> None:
    sources.ids.cache_clear()
    sources.load.cache_clear()
    for name in names:
        sys.modules.pop(f"foedus.sources.{name}", None)


def original(source: str, name: str) -> Path:
    return Path(os.environ["FOEDUS_DATA"]) / "original" / source / name


def fetch(*ids: str, place: str | None = None, patience: Patience = HURRY, said: list[str] | None = None,
          **how: bool | str) -> list[Handed]:  # fmt: skip
    say = None if said is None else said.append
    return fetch_patiently(ids, place=place, patience=patience, say=say, **how)  # type: ignore[arg-type]


def toy() -> bytes:
    return original("toy", "toy.csv").read_bytes()
