"""Foedus measures and assesses military strategic partnerships."""

from foedus._version import __version__
from foedus.verbs import (
    aid,
    assess,
    build,
    burden,
    catalog,
    cite,
    compare,
    describe,
    explain,
    fetch,
    register,
    response,
    timeline,
    who_owes,
)  # fmt: skip

__all__ = [
    "__version__", "aid", "assess", "build", "burden", "catalog", "cite", "compare", "describe", "explain", "fetch",
    "register", "response", "timeline", "who_owes",
]  # fmt: skip
