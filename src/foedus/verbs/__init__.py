"""Every public call: what one can ask of Foedus, the same in Python and on the command line.

A module here is a family of verbs and names them in its `__all__`; the command line is derived from them.
"""

from collections.abc import Callable, Sequence

from foedus.verbs import asking, assessing, changes, data, forecasts, method, panels, reports
from foedus.verbs._result import FORMATS as FORMATS
from foedus.verbs._result import Assessed as Assessed
from foedus.verbs._result import Format as Format
from foedus.verbs._result import Result as Result
from foedus.verbs._result import ready as ready
from foedus.verbs.asking import *
from foedus.verbs.assessing import *
from foedus.verbs.changes import *
from foedus.verbs.data import *
from foedus.verbs.forecasts import *
from foedus.verbs.method import *
from foedus.verbs.panels import *
from foedus.verbs.reports import *

FAMILIES = (assessing, changes, method, forecasts, asking, reports, panels, data)
VERBS: Sequence[Callable[..., object]] = tuple(vars(family)[name] for family in FAMILIES for name in family.__all__)
"""The public calls; the command line is derived from them."""

__all__ = ["VERBS"]
__all__ += asking.__all__
__all__ += assessing.__all__
__all__ += changes.__all__
__all__ += data.__all__
__all__ += forecasts.__all__
__all__ += method.__all__
__all__ += panels.__all__
__all__ += reports.__all__
