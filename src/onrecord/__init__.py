"""onrecord keeps a developing news story on the record: who said what, when, through whom, with which figure.

    >>> import onrecord
    >>> found = onrecord.extract("The port was closed, harbour master Ann Lee said on Friday.", published="2024-10-20")
    >>> found.statements[0].speakers[0].name
    'Ann Lee'

The names below are the public interface; everything else may move.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

from onrecord.model.errors import OnrecordError

if TYPE_CHECKING:
    from onrecord.serve.python import Extraction, OpenCase, Statements, extract, open_case
    from onrecord.store.filters import Filters

__version__ = "0.1.0"

__all__ = ["Extraction", "Filters", "OnrecordError", "OpenCase", "Statements", "__version__", "extract", "open_case"]

_HOMES = {
    "Extraction": "onrecord.serve.python",
    "Filters": "onrecord.store.filters",
    "OpenCase": "onrecord.serve.python",
    "Statements": "onrecord.serve.python",
    "extract": "onrecord.serve.python",
    "open_case": "onrecord.serve.python",
}


def __getattr__(name: str) -> Any:
    """Load a public name on first use, so that ``import onrecord`` stays quick."""
    if name in _HOMES:
        return getattr(importlib.import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'onrecord' has no attribute {name!r}")


class _Package(ModuleType):
    """The class of this package, where ``onrecord.extract`` stays the function.

    The import system binds a subpackage to its name in the parent, and so would put the stage of that name in the place
    of the function as soon as any module imports it.
    """

    @property
    def extract(self) -> Any:
        """:func:`onrecord.serve.python.extract`."""
        return __getattr__("extract")

    @extract.setter
    def extract(self, stage: ModuleType) -> None:
        """Leave the stage to ``from onrecord.extract import ...``, which looks it up by its full name."""


sys.modules[__name__].__class__ = _Package
