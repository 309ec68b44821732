"""Foedus measures, simulates and assesses military strategic partnerships."""

from foedus.verbs import assess, build, catalog, cite, describe, fetch, register

__version__ = "0.1.0"
__all__ = ["__version__", "assess", "build", "catalog", "cite", "describe", "fetch", "register"]
