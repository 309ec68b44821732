"""Waiting for threads with an ear for interrupts: a signal may reach another thread, and would not wake this one."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, wait
from typing import Any

AGAIN = 0.1
"""Seconds between two looks."""


def until_done(doing: Sequence[Future[Any]]) -> None:
    """Wait until all of these are done or one has failed; an interrupt is raised here within a tenth of a second."""
    while True:
        done, pending = wait(doing, timeout=AGAIN, return_when=FIRST_EXCEPTION)
        if not pending or any(one.exception() for one in done if not one.cancelled()):
            return
