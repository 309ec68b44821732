"""The distance between two places on a sphere of the earth's radius at the equator."""

from __future__ import annotations

import polars as pl

RADIUS = 6_378.137
"""Kilometers."""


def great_circle(lat1: pl.Expr, lng1: pl.Expr, lat2: pl.Expr, lng2: pl.Expr) -> pl.Expr:
    """Kilometers between two places given in degrees, by the spherical case of Vincenty's formula."""
    here, there, apart = lat1.radians(), lat2.radians(), (lng2 - lng1).radians()
    east = there.cos() * apart.sin()
    north = here.cos() * there.sin() - here.sin() * there.cos() * apart.cos()
    along = here.sin() * there.sin() + here.cos() * there.cos() * apart.cos()
    return RADIUS * pl.arctan2((east.pow(2) + north.pow(2)).sqrt(), along)
