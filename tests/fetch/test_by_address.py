"""Where a file may be fetched from: an address by hand, a proxy, a server in doubt; which addresses are declared."""

from __future__ import annotations

import asyncio
import io
import json
import os
import re
import shutil
import ssl
import subprocess
import zipfile
from pathlib import Path

import pytest
from _loopback import (
    CONTENT,
    HALF,
    OTHER,
    Asked,
    Declare,
    Publisher,
    declare,
    fetch,
    once,
    original,
    publisher,
    toy,
    whole,
)

from foedus import sources
from foedus.errors import BadFile, BadOption, NotDownloaded

__all__ = ["declare", "publisher"]
TEST_DATA = os.environ.get("FOEDUS_TEST_DATA", "")


# Addresses given by hand


def test_an_address_given_by_hand_is_matched_by_content(publisher: Publisher, declare: Declare) -> None:
    declare("toy", {"toy.csv": CONTENT})
    address = publisher.at("/download?id=3", whole(CONTENT))
    assert fetch("toy", place=address)[0].taken == ("toy.csv",)
    assert toy() == CONTENT
    assert json.loads(original("toy", ".origins.json").read_text(encoding="utf-8"))["toy.csv"]["where"] == address


def test_other_content_by_hand_is_refused_unless_it_is_asked_for(publisher: Publisher, declare: Declare) -> None:
    declare("toy", {"toy.csv": CONTENT})
    address = publisher.at("/x/..%2f%00", whole(OTHER))
    with pytest.raises(NotDownloaded, match=r"something else .* to use it all the same: --unverified\. Ask nobody"):
        fetch("toy", place=address)
    assert fetch("toy", place=address, unverified=True)[0].unverified == ("toy.csv",)
    assert toy() == OTHER


def test_the_rest_of_a_file_nobody_knows_is_only_taken_from_the_same_edition(
    publisher: Publisher, declare: Declare
) -> None:
    declare("toy", {"toy.csv": b"something else"})
    marked = whole(OTHER, ETag='"2"')

    def changed(asked: Asked) -> None:
        asked.give(200, OTHER, ETag='"2"') if asked.headers.get("If-Range") != '"2"' else marked(asked)

    def first(asked: Asked) -> None:
        asked.give(200, CONTENT[:HALF], length=len(CONTENT), ETag='"1"')

    address = publisher.at("/toy.csv", once(first, changed))
    fetch("toy", place=address, unverified=True)
    assert publisher.ranges == ["", f"bytes={HALF}-"]
    assert toy() == OTHER


@pytest.mark.parametrize("place", ["ftp://example.org/x", "file:///etc/passwd", "s3://bucket/x"])
def test_other_schemes_are_refused(declare: Declare, place: str) -> None:
    declare("toy", {"toy.csv": CONTENT})
    with pytest.raises(BadOption, match="begins with https:// or http://"):
        fetch("toy", place=place)


def test_an_address_that_holds_nothing_wanted_is_told(publisher: Publisher, declare: Declare) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("other.csv", OTHER)
    declare("toy", {"toy.csv": CONTENT})
    with pytest.raises(BadFile, match=r"a\.zip holds no copy of toy\.csv\. Ask nobody"):
        fetch("toy", place=publisher.at("/a.zip", whole(packed.getvalue())))


# The way there


def test_a_proxy_of_the_environment_is_used(
    publisher: Publisher, declare: Declare, monkeypatch: pytest.MonkeyPatch
) -> None:
    publisher.at("http://publisher.invalid/toy.csv", whole(CONTENT))
    declare("toy", {"toy.csv": CONTENT}, "http://publisher.invalid/toy.csv")
    monkeypatch.setenv("HTTP_PROXY", publisher.address)
    fetch("toy")
    assert publisher.log == [("http://publisher.invalid/toy.csv", "")]


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1", "nonsense://x"])
def test_a_proxy_that_cannot_be_used_is_told(declare: Declare, monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    declare("toy", {"toy.csv": CONTENT}, "http://127.0.0.1:1/toy.csv")
    monkeypatch.setenv("ALL_PROXY", proxy)
    with pytest.raises(BadOption, match="The proxy or certificate file that the environment names cannot be"):
        fetch("toy")


def test_a_certificate_that_cannot_be_trusted_is_told(declare: Declare, tmp_path: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("OPENSSL IS NOT INSTALLED: NO UNTRUSTED CERTIFICATE WAS MET")
    making = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=nobody", "-days", "1"]
    making += ["-keyout", "k.pem", "-out", "c.pem"]
    subprocess.run(["openssl", *making], cwd=tmp_path, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "c.pem", tmp_path / "k.pem")

    async def met() -> None:
        server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0, ssl=context)
        declare("toy", {"toy.csv": CONTENT}, f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/toy.csv")
        with pytest.raises(NotDownloaded, match=r"a certificate that this machine does not trust .self-signed"):
            await asyncio.to_thread(fetch, "toy")
        server.close()

    asyncio.run(met())


# The addresses that are declared

PINNED = re.compile(r"https://raw\.githubusercontent\.com/([\w.-]+/[\w.-]+)/([0-9a-f]{40})/(\S+)")
DECLARED = [(source, file) for source in sources.everything() for file in source.files if file.addresses]


def test_a_declared_address_cannot_change_its_content() -> None:
    assert len(DECLARED) > 200
    assert [a for _, file in DECLARED for a in file.addresses if not PINNED.fullmatch(a)] == []


@pytest.mark.skipif(
    not TEST_DATA, reason="FOEDUS_TEST_DATA IS NOT SET: NO ADDRESS WAS LOOKED UP WHERE ITS COPY CAME FROM"
)
def test_a_declared_address_is_where_the_verified_copy_came_from() -> None:
    """A page beside the copies names repository, commit and hash; that of 148 files names no hashes."""
    pages = [page.read_text(encoding="utf-8") for page in Path(TEST_DATA).glob("*/SOURCE.md")]
    for source, file in DECLARED:
        for address in file.addresses:
            repository, commit, _ = PINNED.fullmatch(address).groups()  # type: ignore[union-attr]
            told = [page for page in pages if repository in page and commit in page]
            assert told, address
            assert any(file.sha256 in page for page in told) or source.id == "ipi_peacekeeping", address
