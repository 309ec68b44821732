"""Foedus measures, simulates and assesses military strategic partnerships."""

__version__ = "0.1.0"
