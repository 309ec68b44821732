"""Foedus measures, simulates and assesses military strategic partnerships."""

from foedus._version import __version__
from foedus.verbs import assess, build, catalog, cite, describe, fetch, register, who_owes

__all__ = ["__version__", "assess", "build", "catalog", "cite", "describe", "fetch", "register", "who_owes"]
