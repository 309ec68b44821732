"""Composite indicators: many measures read together, with how much is known and how far the method reaches."""

from foedus.scorecards._assessment import Assessment, to_json

__all__ = ["Assessment", "to_json"]
