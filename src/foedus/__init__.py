"""Foedus measures, simulates and assesses military strategic partnerships."""

from foedus._version import __version__
from foedus.verbs import aid, assess, build, burden, catalog, cite, describe, fetch, register, response, who_owes

__all__ = [
    "__version__", "aid", "assess", "build", "burden", "catalog", "cite", "describe", "fetch", "register", "response",
    "who_owes",
]  # fmt: skip
