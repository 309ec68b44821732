"""A download is resumed, tried again, refused or believed, whatever the server does; never half a file for a whole."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial

import pytest
from _loopback import (
    CONTENT,
    HALF,
    HURRY,
    OTHER,
    PAGE,
    Asked,
    Declare,
    Publisher,
    answer,
    cut,
    declare,
    digest,
    fetch,
    once,
    original,
    publisher,
    status,
    toy,
    whole,
)  # fmt: skip

from foedus.errors import BadOption, NotBuilt, NotDownloaded
from foedus.warehouse import Handed

__all__ = ["declare", "publisher"]


def nothing_left() -> bool:
    """No temporary file is left beside the originals."""
    return not [p for p in original("toy", "").rglob("*") if p.name.endswith((".part", ".mark", ".download"))]


# What a good server gives


def test_a_declared_file_is_downloaded_checked_and_its_address_kept(publisher: Publisher, declare: Declare) -> None:
    address = publisher.at("/toy.csv", whole(CONTENT))
    declare("toy", {"toy.csv": CONTENT}, address)
    said: list[str] = []
    assert fetch("toy", said=said) == [Handed("toy", ("toy.csv",), (), ())]
    assert toy() == CONTENT
    kept = json.loads(original("toy", ".origins.json").read_text(encoding="utf-8"))["toy.csv"]
    assert (kept["where"], kept["sha256"]) == (address, digest(CONTENT))
    assert datetime.now(UTC) - datetime.fromisoformat(kept["when"]) < timedelta(minutes=5)
    assert len(said) == 1
    assert said[0].startswith(f"toy/toy.csv: 249 kB from {address} in ")
    assert nothing_left()


def test_what_is_here_already_is_not_asked_for_again(publisher: Publisher, declare: Declare) -> None:
    declare("toy", {"toy.csv": CONTENT}, publisher.at("/toy.csv", whole(CONTENT)))
    fetch("toy")
    assert fetch("toy") == [Handed("toy", (), (), (), here=("toy.csv",))]
    assert len(publisher.log) == 1


def test_an_original_that_was_damaged_is_downloaded_anew(publisher: Publisher, declare: Declare) -> None:
    declare("toy", {"toy.csv": CONTENT}, publisher.at("/toy.csv", whole(CONTENT)))
    fetch("toy")
    original("toy", "toy.csv").write_bytes(OTHER)
    fetch("toy")
    assert toy() == CONTENT


def test_without_an_address_there_is_an_instruction(publisher: Publisher, declare: Declare) -> None:
    declare("toy", {"toy.csv": CONTENT})
    with pytest.raises(NotBuilt, match=r"Ask nobody for toy\.csv.*foedus fetch toy --from PATH"):
        fetch("toy")
    assert publisher.log == []


def test_a_subject_or_all_is_fetched_and_what_is_lacking_is_listed(publisher: Publisher, declare: Declare) -> None:
    declare("toy", {"toy.csv": CONTENT}, publisher.at("/toy.csv", whole(CONTENT)), subject="trade")
    declare("other", {"other.csv": OTHER}, subject="trade")
    declare("third", {"third.csv": OTHER}, publisher.address + "/moved.csv")
    found = {one.source: one for one in fetch(subject="trade")}
    assert (found["toy"].taken, found["other"].absent) == (("toy.csv",), ("other.csv",))
    assert "third" not in found
    found = {one.source: one for one in fetch(everything=True)}
    assert (found["toy"].here, found["third"].absent) == (("toy.csv",), ("third.csv",))
    with pytest.raises(BadOption, match="one of tests, trade"):
        fetch(subject="cookery")


def test_no_more_than_two_are_downloaded_at_a_time(publisher: Publisher, declare: Declare) -> None:
    running, most, lock = 0, 0, threading.Lock()

    def slow(asked: Asked, body: bytes) -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.05)
        with lock:
            running -= 1
        asked.give(200, body)

    for n in range(6):
        body = CONTENT + str(n).encode()
        declare(f"toy{n}", {"toy.csv": body}, publisher.at(f"/{n}.csv", partial(slow, body=body)))
    assert [one.absent for one in fetch(everything=True)] == [()] * 6
    assert most == 2


def test_a_notebook_whose_loop_is_running_can_fetch(publisher: Publisher, declare: Declare) -> None:
    declare("toy", {"toy.csv": CONTENT}, publisher.at("/toy.csv", whole(CONTENT)))

    async def cell() -> list[Handed]:
        return fetch("toy")

    assert asyncio.run(cell())[0].taken == ("toy.csv",)


# What breaks off


def test_a_download_that_breaks_off_is_resumed_where_it_was(publisher: Publisher, declare: Declare) -> None:
    declare("toy", {"toy.csv": CONTENT}, publisher.at("/toy.csv", once(cut(CONTENT, HALF), whole(CONTENT))))
    fetch("toy")
    assert toy() == CONTENT
    assert publisher.ranges == ["", f"bytes={HALF}-"]


def test_as_long_as_something_comes_it_goes_on(publisher: Publisher, declare: Declare) -> None:
    """More breaks than attempts, but each time 70 kB more."""
    body = CONTENT * 2
    declare("toy", {"toy.csv": body}, publisher.at("/toy.csv", cut(body, 70_000)))
    fetch("toy")
    assert toy() == body
    assert len(publisher.log) > HURRY.attempts


def test_a_server_that_closes_early_each_time_is_given_up_and_what_came_is_kept(
    publisher: Publisher, declare: Declare
) -> None:
    address = publisher.at("/toy.csv", cut(CONTENT, 1000))
    declare("toy", {"toy.csv": CONTENT}, address)
    with pytest.raises(NotDownloaded, match=r"closed the connection before .* \(3 attempts\)\. Ask nobody") as caught:
        fetch("toy")
    assert caught.value.address == address
    assert original("toy", ".toy.csv.download").read_bytes() == CONTENT[:3000]
    assert not original("toy", "toy.csv").exists()
    publisher.at("/toy.csv", whole(CONTENT))
    fetch("toy")
    assert publisher.ranges[-1] == "bytes=3000-"
    assert toy() == CONTENT


def test_a_server_that_ignores_the_range_begins_again(publisher: Publisher, declare: Declare) -> None:
    pages = once(cut(CONTENT, HALF), answer(200, CONTENT))
    declare("toy", {"toy.csv": CONTENT}, publisher.at("/toy.csv", pages))
    fetch("toy")
    assert toy() == CONTENT


def test_a_server_that_sends_another_part_is_not_believed(publisher: Publisher, declare: Declare) -> None:
    other = answer(206, CONTENT[5:], Content_Range=f"bytes 5-{len(CONTENT) - 1}/{len(CONTENT)}")
    declare("toy", {"toy.csv": CONTENT}, publisher.at("/toy.csv", once(cut(CONTENT, HALF), other, whole(CONTENT))))
    fetch("toy")
    assert publisher.ranges == ["", f"bytes={HALF}-", ""]
    assert toy() == CONTENT


def test_the_rest_of_another_edition_is_noticed_and_all_of_it_fetched(publisher: Publisher, declare: Declare) -> None:
    declare("toy", {"toy.csv": CONTENT}, publisher.at("/toy.csv", whole(CONTENT)))
    part = original("toy", ".toy.csv.download")
    part.parent.mkdir(parents=True)
    part.write_bytes(OTHER[:HALF])
    fetch("toy")
    assert publisher.ranges == [f"bytes={HALF}-", ""]
    assert toy() == CONTENT


@pytest.mark.parametrize("left", [CONTENT, CONTENT + b"more", OTHER])
def test_what_was_here_whole_or_too_long_is_set_right(publisher: Publisher, declare: Declare, left: bytes) -> None:
    declare("toy", {"toy.csv": CONTENT}, publisher.at("/toy.csv", whole(CONTENT)))
    part = original("toy", ".toy.csv.download")
    part.parent.mkdir(parents=True)
    part.write_bytes(left)
    fetch("toy")
    assert toy() == CONTENT
    assert nothing_left()


def test_a_server_that_stalls_is_left_and_asked_for_the_rest(publisher: Publisher, declare: Declare) -> None:
    def stalls(asked: Asked) -> None:
        asked.send_response(200)
        asked.send_header("Content-Length", str(len(CONTENT)))
        asked.end_headers()
        asked.wfile.write(CONTENT[:HALF])
        asked.wfile.flush()
        time.sleep(HURRY.stall * 2)

    declare("toy", {"toy.csv": CONTENT}, publisher.at("/toy.csv", once(stalls, whole(CONTENT))))
    fetch("toy")
    assert publisher.ranges == ["", f"bytes={HALF}-"]
    assert toy() == CONTENT


def test_a_server_that_sends_drop_by_drop_is_given_up(publisher: Publisher, declare: Declare) -> None:
    def drips(asked: Asked) -> None:
        asked.send_response(200)
        asked.send_header("Content-Length", "100000")
        asked.end_headers()
        for _ in range(10):
            asked.wfile.write(b"x")
            asked.wfile.flush()
            time.sleep(0.1)

    declare("toy", {"toy.csv": CONTENT}, publisher.at("/toy.csv", drips))
    with pytest.raises(NotDownloaded, match="sends less than 100 bytes a second"):
        fetch("toy", patience=replace(HURRY, attempts=1))


# What is busy, moved, locked or circular


@pytest.mark.parametrize("code", [429, 500, 502, 503, 504])
def test_a_busy_server_is_asked_again(publisher: Publisher, declare: Declare, code: int) -> None:
    declare("toy", {"toy.csv": CONTENT}, publisher.at("/toy.csv", once(status(code), status(code), whole(CONTENT))))
    fetch("toy")
    assert len(publisher.log) == 3


def test_a_server_that_stays_busy_is_given_up_after_so_many_attempts(publisher: Publisher, declare: Declare) -> None:
    declare("toy", {"toy.csv": CONTENT}, publisher.at("/toy.csv", status(500)))
    with pytest.raises(NotDownloaded, match=r"answers 500 \(Internal Server Error\) \(3 attempts\)\. Ask nobody"):
        fetch("toy")
    assert len(publisher.log) == 3


def test_the_wait_that_a_server_asks_for_is_kept(publisher: Publisher, declare: Declare) -> None:
    soon = format_datetime(datetime.now(UTC) - timedelta(seconds=5), usegmt=True)
    pages = once(status(429, Retry_After="0"), status(503, Retry_After=soon), whole(CONTENT))
    declare("toy", {"toy.csv": CONTENT}, publisher.at("/toy.csv", pages))
    began = time.monotonic()
    fetch("toy", patience=replace(HURRY, first_wait=60, longest_wait=60))
    assert time.monotonic() - began < 20


def test_a_wait_that_is_too_long_is_told(publisher: Publisher, declare: Declare) -> None:
    for said, told in (("3600", "3600 s"), ("9" * 400, "1000000000 s")):
        declare("toy", {"toy.csv": CONTENT}, publisher.at("/toy.csv", status(429, Retry_After=said)))
        with pytest.raises(NotDownloaded, match=f"asks to be left alone for {told}"):
            fetch("toy")


@pytest.mark.parametrize(
    ("code", "said"),
    [(404, "has moved or is gone"), (410, "has moved or is gone"), (403, "wants a login"), (401, "wants a login"),
     (418, "answers 418"), (204, "answers 204")],
)  # fmt: skip
def test_what_will_not_get_better_is_asked_once(publisher: Publisher, declare: Declare, code: int, said: str) -> None:
    declare("toy", {"toy.csv": CONTENT}, publisher.at("/toy.csv", status(code)))
    with pytest.raises(NotDownloaded, match=rf"{said}.*Ask nobody for toy\.csv.*foedus fetch toy --from PATH"):
        fetch("toy")
    assert len(publisher.log) == 1


def test_a_redirect_is_followed(publisher: Publisher, declare: Declare) -> None:
    publisher.at("/new.csv", whole(CONTENT))
    declare("toy", {"toy.csv": CONTENT}, publisher.at("/toy.csv", status(302, Location="/new.csv")))
    fetch("toy")
    assert toy() == CONTENT


@pytest.mark.parametrize(
    ("location", "said"),
    [("/toy.csv", "leads on and on, more than 4 times"), ("file:///etc/passwd", "neither http nor https"),
     ("ftp://127.0.0.1/x", "neither http nor https"), ("http://127.0.0.1:1/", "cannot be reached")],
)  # fmt: skip
def test_a_redirect_that_leads_nowhere_is_told(
    publisher: Publisher, declare: Declare, location: str, said: str
) -> None:
    declare("toy", {"toy.csv": CONTENT}, publisher.at("/toy.csv", status(301, Location=location)))
    with pytest.raises(NotDownloaded, match=said):
        fetch("toy")


def test_where_nobody_listens_is_told_and_not_asked_for_every_file(publisher: Publisher, declare: Declare) -> None:
    for n in range(40):
        declare(f"toy{n:02}", {"toy.csv": CONTENT}, f"http://127.0.0.1:1/{n}.csv")
    said: list[str] = []
    began = time.monotonic()
    fetch(everything=True, said=said, patience=replace(HURRY, first_wait=0.2))
    assert time.monotonic() - began < 5
    assert len(said) == 40
    assert all("cannot be reached (Connect call failed" in one or "refused" in one for one in said)


# What is not what it says


@pytest.mark.parametrize("body", [PAGE, b"  <html>log in"])
def test_a_login_page_is_not_taken_for_the_file(publisher: Publisher, declare: Declare, body: bytes) -> None:
    declare("toy", {"toy.csv": CONTENT}, publisher.at("/toy.csv", answer(200, body)))
    with pytest.raises(NotDownloaded, match=r"gives a web page, perhaps a login\. Ask nobody"):
        fetch("toy")
    assert nothing_left()


def test_other_content_is_refused(publisher: Publisher, declare: Declare) -> None:
    declare("toy", {"toy.csv": CONTENT}, publisher.at("/toy.csv", whole(OTHER)))
    with pytest.raises(NotDownloaded, match="gives something else than the file that was verified"):
        fetch("toy")
    assert not original("toy", "toy.csv").exists()
    assert nothing_left()


def test_a_length_that_is_too_small_does_not_make_half_a_file_whole(publisher: Publisher, declare: Declare) -> None:
    short = answer(200, CONTENT, length=HALF)
    declare("toy", {"toy.csv": CONTENT}, publisher.at("/toy.csv", short))
    with pytest.raises(NotDownloaded, match=r"something else|closed the connection"):
        fetch("toy")
    assert not original("toy", "toy.csv").exists()


def test_a_length_that_is_too_large_does_no_harm(publisher: Publisher, declare: Declare) -> None:
    longer = answer(200, CONTENT, length=len(CONTENT) + 100)
    declare("toy", {"toy.csv": CONTENT}, publisher.at("/toy.csv", once(longer, whole(CONTENT))))
    fetch("toy")
    assert toy() == CONTENT


@pytest.mark.parametrize("announced", [True, False])
def test_more_than_the_limit_is_not_written(publisher: Publisher, declare: Declare, announced: bool) -> None:
    def huge(asked: Asked) -> None:
        asked.send_response(200)
        if announced:
            asked.send_header("Content-Length", str(10**12))
        asked.end_headers()
        for _ in range(100):
            asked.wfile.write(bytes(2**16))

    declare("toy", {"toy.csv": CONTENT}, publisher.at("/toy.csv", huge))
    with pytest.raises(NotDownloaded, match=r"announces 1000\.0 GB, more than|sends more than the 2\.1 MB allowed"):
        fetch("toy")
    assert sum(path.stat().st_size for path in original("toy", "").iterdir()) == 0


def test_the_second_address_is_tried_when_the_first_fails(publisher: Publisher, declare: Declare) -> None:
    second = publisher.at("/second.csv", whole(CONTENT))
    declare("toy", {"toy.csv": CONTENT}, publisher.at("/first.csv", whole(PAGE)), second)
    fetch("toy")
    kept = json.loads(original("toy", ".origins.json").read_text(encoding="utf-8"))
    assert kept["toy.csv"]["where"] == second


def test_when_every_address_fails_the_first_is_named_and_the_others_counted(
    publisher: Publisher, declare: Declare
) -> None:
    addresses = [publisher.at(f"/{n}.csv", status(404)) for n in range(3)]
    declare("toy", {"toy.csv": CONTENT}, *addresses)
    with pytest.raises(NotDownloaded, match=r"/0\.csv has moved .* nor could it be had from 2 other addresses\. Ask"):
        fetch("toy")
