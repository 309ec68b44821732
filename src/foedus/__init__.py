"""Foedus measures and assesses military strategic partnerships."""

from foedus._version import __version__
from foedus.verbs import asking, assessing, changes, data, forecasts, method, panels, reports
from foedus.verbs.asking import *
from foedus.verbs.assessing import *
from foedus.verbs.changes import *
from foedus.verbs.data import *
from foedus.verbs.forecasts import *
from foedus.verbs.method import *
from foedus.verbs.panels import *
from foedus.verbs.reports import *

__all__ = ["__version__"]
__all__ += asking.__all__
__all__ += assessing.__all__
__all__ += changes.__all__
__all__ += data.__all__
__all__ += forecasts.__all__
__all__ += method.__all__
__all__ += panels.__all__
__all__ += reports.__all__
