"""What a server's answer means: the file, a part of it, a reason to come back later, or a reason to stop asking."""

from __future__ import annotations

import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx

BUSY = {408, 425, 429, 500, 502, 503, 504}
GONE = {404, 410}
FORBIDDEN = {401, 402, 403, 407}


@dataclass(frozen=True, slots=True)
class Patience:
    """How long and how often a download is tried before a person is asked to do it by hand."""

    attempts: int = 5
    first_wait: float = 1.0
    longest_wait: float = 120.0
    connect: float = 20.0
    stall: float = 30.0
    slowest: int = 100
    redirects: int = 10
    most: int = 4 * 2**30
    at_once: int = 2


class Refused(Exception):
    """An address that does not give the file, however often it is asked."""


class Broken(Exception):
    """An attempt that may go better the next time; after so many seconds, if the server said so."""

    def __init__(self, problem: str, wait: float | None = None) -> None:
        self.wait = wait
        super().__init__(problem)


class Unreachable(Broken):
    """An attempt in which nobody was met at a host."""

    def __init__(self, problem: str, host: str) -> None:
        self.host = host
        super().__init__(problem)


class Useless(Broken):
    """An attempt after which what is here of the file cannot be gone on with."""


def start(answer: httpx.Response, have: int) -> int:
    """Where the answer goes in a file of which so much is here; what is no answer is refused, or tried again."""
    status = answer.status_code
    if status == 200:
        return 0
    if status == 206:
        given = re.match(r"bytes (\d{1,18})-", answer.headers.get("content-range", ""))
        if given and int(given[1]) == have:
            return have
        raise Useless("answers with another part of the file than was asked for")
    if status == 416 and have:
        raise Useless("has no more of the file than is here", 0)
    if status in BUSY:
        raise Broken(f"answers {status} ({answer.reason_phrase or 'busy'})", _retry_after(answer.headers))
    if status in GONE:
        raise Refused(f"has moved or is gone ({status})")
    if status in FORBIDDEN:
        raise Refused(f"wants a login or forbids the download ({status})")
    raise Refused(f"answers {status} ({answer.reason_phrase or 'no reason given'})")


def announced(headers: Mapping[str, str], begin: int) -> int | None:
    """How large the file will be, if the server says so."""
    length = headers.get("content-length", "")
    return total_of(headers) or (begin + int(length) if length.isdecimal() and len(length) < 19 else None)


def total_of(headers: Mapping[str, str]) -> int | None:
    """How large the whole is of which the answer is a part."""
    total = re.search(r"/(\d{1,18})$", headers.get("content-range", ""))
    return int(total[1]) if total else None


def _retry_after(headers: Mapping[str, str]) -> float | None:
    said = headers.get("retry-after", "").strip()
    if said.isdecimal():
        return min(float(said), 1e9)
    try:
        return max(0.0, (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None


def told(error: httpx.HTTPError, patience: Patience) -> Broken | Refused:
    """What went wrong, in words; and whether it may go better the next time."""
    import httpx

    match error:
        case httpx.TooManyRedirects():
            return Refused(f"leads on and on, more than {patience.redirects} times")
        case httpx.UnsupportedProtocol():
            return Refused("leads to an address that is neither http nor https")
        case httpx.ProxyError():
            return Refused(f"cannot be reached through the proxy that the environment names ({error})")
        case httpx.ConnectTimeout() | httpx.PoolTimeout():
            return Unreachable(f"does not answer within {patience.connect:g} s", error.request.url.host)
        case httpx.TimeoutException():
            return Broken(f"stopped sending for {patience.stall:g} s")
        case httpx.ConnectError() if (broken := _certificate(error)) is not None:
            return Refused(f"has a certificate that this machine does not trust ({broken})")
        case httpx.ConnectError():
            return Unreachable(f"cannot be reached ({_reason(error)})", error.request.url.host)
        case _:
            return Broken("closed the connection before the file was whole")


def _certificate(error: BaseException) -> str | None:
    """What is wrong with the server's certificate or its cipher, if that was the cause."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return getattr(cause, "verify_message", "") or cause.reason or "it cannot be read"
        if "CERTIFICATE_VERIFY_FAILED" in str(cause):
            return str(cause).partition("certificate verify failed: ")[2].partition(" (_ssl")[0] or "not verified"
        cause = cause.__cause__ or cause.__context__
    return None


def _reason(error: BaseException) -> str:
    """What the machine says of a connection that did not come about."""
    reason = str(error)
    while (cause := error.__cause__ or error.__context__) is not None:
        error = cause
        if isinstance(error, OSError) and error.strerror:
            reason = error.strerror
    return " ".join(reason.split())
