"""What two states are to each other in a year: near, equal, both democratic, likely to meet in conflict."""

from __future__ import annotations

import polars as pl

from foedus.declare import measure
from foedus.histories._sphere import great_circle

HALF_AROUND = 20_040
MAOZ_RUSSETT = (
    "Maoz and Russett (1993), Normative and Structural Causes of Democratic Peace, 1946-1986, American Political "
    "Science Review 87(3), 624-638"
)
BREMER = (
    "Bremer (1992), Dangerous Dyads: Conditions Affecting the Likelihood of Interstate War, 1816-1965, Journal of "
    "Conflict Resolution 36(2), 309-341"
)
WEAK_LINK = (
    "Dixon (1994), Democracy and the Peaceful Settlement of International Conflict, American Political Science Review "
    "88(1), 14-32"
)
VINCENTY = (
    "Vincenty (1975), Direct and Inverse Solutions of Geodesics on the Ellipsoid with Application of Nested Equations, "
    "Survey Review 23(176), 88-93, on a sphere of radius 6,378.137 km"
)


def _if_known(value: pl.Expr, *columns: pl.Expr) -> pl.Expr:
    """The value where every column is known: "or" and the least of two would pass over an unknown."""
    return pl.when(pl.all_horizontal(column.is_not_null() for column in columns)).then(value)


@measure("dyad-year", value_unit="true or false", citation=MAOZ_RUSSETT)
def politically_relevant(conttype: pl.Expr, cowmaj1: pl.Expr, cowmaj2: pl.Expr) -> pl.Expr:
    """Whether the two are contiguous, by land or across up to 400 miles of water, or one at least is a major power."""
    major = cowmaj1.cast(pl.Boolean) | cowmaj2.cast(pl.Boolean)
    return _if_known((conttype > 0) | major, conttype, cowmaj1, cowmaj2)


@measure("dyad-year", within=(0, 2), value_unit="major powers", citation=BREMER)
def major_powers_in_dyad(cowmaj1: pl.Expr, cowmaj2: pl.Expr) -> pl.Expr:
    """How many of the two are major powers: 0, 1 or 2."""
    return cowmaj1.cast(pl.Int8) + cowmaj2.cast(pl.Int8)


@measure("dyad-year", within=(0, 1), value_unit="ratio", citation=BREMER)
def capability_parity(cinc1: pl.Expr, cinc2: pl.Expr) -> pl.Expr:
    """The weaker state's CINC as a share of the stronger's; 1 is parity, and it is unknown where neither has any."""
    weaker, stronger = pl.min_horizontal(cinc1, cinc2), pl.max_horizontal(cinc1, cinc2)
    return _if_known(pl.when(stronger > 0).then(weaker / stronger), cinc1, cinc2)


@measure("dyad-year", within=(0, 1), value_unit="share", citation=BREMER)
def capability_share(cinc1: pl.Expr, cinc2: pl.Expr) -> pl.Expr:
    """State 1's share of the two states' CINC together; 0.5 is parity, and it is unknown where neither has any."""
    return pl.when(cinc1 + cinc2 > 0).then(cinc1 / (cinc1 + cinc2))


@measure("dyad-year", within=(0, 1), value_unit="index", citation=WEAK_LINK)
def joint_democracy(polyarchy_isard1: pl.Expr, polyarchy_isard2: pl.Expr) -> pl.Expr:
    """The electoral democracy of the less democratic of the two, V-Dem's index: the weak link."""
    return _if_known(pl.min_horizontal(polyarchy_isard1, polyarchy_isard2), polyarchy_isard1, polyarchy_isard2)


@measure("dyad-year", within=(-10, 10), value_unit="points", citation=WEAK_LINK)
def joint_democracy_polity(polity2_isard1: pl.Expr, polity2_isard2: pl.Expr) -> pl.Expr:
    """The combined Polity score of the less democratic of the two."""
    return _if_known(pl.min_horizontal(polity2_isard1, polity2_isard2), polity2_isard1, polity2_isard2)


@measure("dyad-year", within=(0, HALF_AROUND), value_unit="km", citation=VINCENTY)
def capital_distance(
    capital_lat1: pl.Expr, capital_lng1: pl.Expr, capital_lat2: pl.Expr, capital_lng2: pl.Expr
) -> pl.Expr:
    """Great-circle distance between the two capitals of the beginning of the year."""
    return great_circle(capital_lat1, capital_lng1, capital_lat2, capital_lng2)


@measure("dyad-year", within=(0, HALF_AROUND), value_unit="km", citation=VINCENTY)
def capital_distance_last(
    capital_lat_last1: pl.Expr, capital_lng_last1: pl.Expr, capital_lat_last2: pl.Expr, capital_lng_last2: pl.Expr
) -> pl.Expr:
    """Great-circle distance between the two capitals of the end of the year."""
    return great_circle(capital_lat_last1, capital_lng_last1, capital_lat_last2, capital_lng_last2)


@measure("dyad-year", within=(0, HALF_AROUND), value_unit="km", citation=VINCENTY)
def capital_distance_gw(
    capital_lat_gw1: pl.Expr, capital_lng_gw1: pl.Expr, capital_lat_gw2: pl.Expr, capital_lng_gw2: pl.Expr
) -> pl.Expr:
    """Great-circle distance between capitals of the beginning of the year, by Gleditsch and Ward's list of states."""
    return great_circle(capital_lat_gw1, capital_lng_gw1, capital_lat_gw2, capital_lng_gw2)
