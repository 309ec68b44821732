"""Downloading: resumed where it broke off, tried again when a server is busy, and never believed unchecked."""

from __future__ import annotations

import asyncio
import math
import os
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import IO, TYPE_CHECKING
from urllib.parse import urlsplit

from foedus._version import __version__
from foedus.errors import BadOption, CannotWrite, NotDownloaded
from foedus.warehouse._answers import Broken, Patience, Refused, Unreachable, Useless, announced, start, told, total_of
from foedus.warehouse._origins import now
from foedus.warehouse._paths import writable
from foedus.warehouse._progress import Meter, sized

if TYPE_CHECKING:
    import httpx

ENOUGH = 2**16
"""So many bytes gained make a new start: the count of attempts begins again."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to download: its addresses in the order they are tried, and the temporary file it grows in.

    `accept` says whether what came is what was asked for. `known` says that it can tell: then what is left of
    an earlier attempt, from whichever address, may be gone on with. `otherwise` says how to take it all the same.
    """

    name: str
    addresses: tuple[str, ...]
    part: Path
    accept: Callable[[Path], bool]
    remedy: str
    otherwise: str = ""
    known: bool = True


@dataclass(frozen=True, slots=True)
class Came:
    """A file that was downloaded: from where, when, and how it lies here."""

    wanted: Wanted
    address: str
    when: str


Took = Callable[[Came], None]
Answers = list[Came | NotDownloaded]


def download(wanted: Sequence[Wanted], took: Took, meter: Meter, patience: Patience) -> Answers:
    """Download files, so many at a time; `took` is told of each as soon as it is here and accepted.

    What could not be had is among the answers as the error that says why. An interruption leaves what came.
    """
    return _finished(_all(wanted, took, meter, patience))


async def _all(wanted: Sequence[Wanted], took: Took, meter: Meter, patience: Patience) -> Answers:
    turn = asyncio.Semaphore(patience.at_once)

    async def one(file: Wanted, line: _Line) -> Came | NotDownloaded:
        async with turn:
            began = time.monotonic()
            try:
                came = await _from_any(file, line)
            except NotDownloaded as error:
                meter.done(file.name, f"not had, {error.address} {error.problem}")
                return error
            size, seconds = file.part.stat().st_size, time.monotonic() - began
            took(came)
            meter.done(file.name, f"{sized(size)} from {came.address} in {seconds:.1f} s")
            return came

    async with _client(patience) as client:
        line = _Line(client, patience, meter, {})
        return list(await asyncio.gather(*(one(file, line) for file in wanted)))


@dataclass(frozen=True, slots=True)
class _Line:
    """What every attempt needs: the connection, how patient to be, and who is told."""

    client: httpx.AsyncClient
    patience: Patience
    meter: Meter
    silent: dict[str, str]
    """Hosts at which nobody was met, however often: they are not asked for the next file."""


@asynccontextmanager
async def _client(patience: Patience) -> AsyncIterator[httpx.AsyncClient]:
    """A client that keeps to the proxies and certificates which the environment names."""
    import httpx

    times = httpx.Timeout(patience.stall, connect=patience.connect, pool=None)
    headers = {"User-Agent": f"foedus/{__version__}", "Accept": "*/*", "Accept-Encoding": "identity"}
    try:
        client = httpx.AsyncClient(
            timeout=times, headers=headers, follow_redirects=True, max_redirects=patience.redirects
        )
    except (ImportError, ValueError, OSError, httpx.InvalidURL) as error:
        problem = f"it cannot be used ({' '.join(str(error).split())})"
        raise BadOption("The proxy or certificate file that the environment names", "", problem) from error
    async with client:
        yield client


async def _from_any(file: Wanted, line: _Line) -> Came:
    """The file from the first of its addresses that gives it."""
    problems: list[str] = []
    try:
        writable(file.part.parent)
        for address in file.addresses:
            try:
                await _from(file, address, line)
                return Came(file, address, now())
            except Refused as refused:
                problems.append(str(refused))
    except OSError as error:
        raise CannotWrite(file.part, error.strerror or str(error)) from error
    others = len(problems) - 1
    also = f"; nor could it be had from {others} other address{'es' if others > 1 else ''}" if others else ""
    raise NotDownloaded(file.addresses[0], problems[0] + also, file.remedy)


async def _from(file: Wanted, address: str, line: _Line) -> None:
    """The file from this address, tried again as long as there is hope."""
    tried, anew = 0, False
    host = urlsplit(address).hostname or address
    while True:
        if host in line.silent:
            raise Refused(line.silent[host])
        before = _size(file.part)
        try:
            page = await _attempt(file, address, line)
        except Broken as broken:
            if isinstance(broken, Useless):
                file.part.unlink(missing_ok=True)
            tried = 1 if _size(file.part) - before >= ENOUGH else tried + 1
            if isinstance(broken, Unreachable) and broken.host == host and tried >= line.patience.attempts:
                line.silent[host] = str(broken)
            await asyncio.sleep(_pause(broken, tried, line.patience))
            continue
        if file.accept(file.part):
            _forget(file.part)
            return
        page = page or _is_page(file.part)
        file.part.unlink()
        _forget(file.part)
        if before and not anew:  # what was left of an earlier attempt may have been of another edition
            anew = True
            continue
        what = "a web page, perhaps a login" if page else "something else than the file that was verified"
        raise Refused(f"gives {what}{file.otherwise}")


def _pause(broken: Broken, tried: int, patience: Patience) -> float:
    """How long to wait before the next attempt; refused if there have been enough, or the server asks for too long."""
    if broken.wait is not None and broken.wait > patience.longest_wait:
        raise Refused(f"{broken}, and asks to be left alone for {math.ceil(broken.wait)} s")
    if tried >= patience.attempts:
        raise Refused(f"{broken} ({tried} attempts)")
    if broken.wait is not None:
        return broken.wait
    return float(min(patience.first_wait * 2 ** (tried - 1), patience.longest_wait))


async def _attempt(file: Wanted, address: str, line: _Line) -> bool:
    """One request, written to the temporary file as it comes; whether the answer called itself a web page."""
    import httpx

    have = _size(file.part)
    try:
        async with line.client.stream("GET", address, headers=_asking(file, have)) as answer:
            if answer.status_code == 416 and total_of(answer.headers) == have:
                return False  # all of it was here already
            begin = start(answer, have)
            total = announced(answer.headers, begin)
            if max(total or 0, begin) > line.patience.most:
                raise Refused(f"announces {sized(total or begin)}, more than the {sized(line.patience.most)} allowed")
            _remember(file, answer.headers)
            await _write(file, answer, begin, total, line)
            return "text/html" in str(answer.headers.get("content-type", "")).lower()
    except httpx.HTTPError as error:
        raise told(error, line.patience) from error
    except httpx.InvalidURL as error:
        raise Refused(f"is no address, or leads to none ({error})") from error


async def _write(file: Wanted, answer: httpx.Response, begin: int, total: int | None, line: _Line) -> None:
    with file.part.open("r+b" if file.part.exists() else "wb", buffering=0) as part:
        _alone(part)
        part.truncate(begin)
        part.seek(begin)
        size, mark, since = begin, begin, time.monotonic()
        async for chunk in answer.aiter_raw():
            size += len(chunk)
            if size > line.patience.most:
                part.truncate(0)
                raise Refused(f"sends more than the {sized(line.patience.most)} allowed")
            part.write(chunk)
            line.meter.have(file.name, size, total)
            if (elapsed := time.monotonic() - since) > line.patience.stall:
                if size - mark < elapsed * line.patience.slowest:
                    raise Broken(f"sends less than {line.patience.slowest} bytes a second")
                mark, since = size, time.monotonic()
        os.fsync(part.fileno())
    if total is not None and size != total:
        raise Broken(f"sent {size:,} bytes where it announced {total:,}")


def _asking(file: Wanted, have: int) -> dict[str, str]:
    """Ask for the rest, if it is certain that the rest belongs to what is here."""
    if not have:
        return {}
    if file.known:
        return {"Range": f"bytes={have}-"}
    mark = _mark(file.part)
    if not mark.exists():
        return {}
    return {"Range": f"bytes={have}-", "If-Range": mark.read_text(encoding="utf-8")}


def _is_page(part: Path) -> bool:
    with part.open("rb") as opened:
        return opened.read(1000).lstrip().lower().startswith((b"<!doctype html", b"<html"))


def _alone(part: IO[bytes]) -> None:
    """Two programs must not write to one file."""
    try:
        import fcntl
    except ImportError:  # a platform without file locks
        return
    try:
        fcntl.flock(part, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise Refused("is just being downloaded by another program") from error


def _size(part: Path) -> int:
    return part.stat().st_size if part.exists() else 0


def _mark(part: Path) -> Path:
    return part.with_name(part.name + ".mark")


def _remember(file: Wanted, headers: Mapping[str, str]) -> None:
    """Keep the server's mark of this edition of the file, so that the rest is only taken from the same one."""
    tag = headers.get("etag", "")
    mark = tag if tag.startswith('"') else headers.get("last-modified", "")
    if mark and not file.known:
        _mark(file.part).write_text(mark, encoding="utf-8")
    else:
        _forget(file.part)


def _forget(part: Path) -> None:
    _mark(part).unlink(missing_ok=True)


def _finished(work: Coroutine[None, None, Answers]) -> Answers:
    """The result of the work; in a notebook, whose own loop is running, from a thread beside it."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    loop = asyncio.new_event_loop()
    task = loop.create_task(work)
    thread = Thread(target=_run, args=(loop, task), daemon=True)
    thread.start()
    try:
        thread.join()
    except KeyboardInterrupt:
        loop.call_soon_threadsafe(task.cancel)
        thread.join()
        raise
    return task.result()


def _run(loop: asyncio.AbstractEventLoop, task: asyncio.Task[Answers]) -> None:
    try:
        loop.run_until_complete(asyncio.wait({task}))
    finally:
        loop.close()
