"""Where the module's scanner is expected."""

from .decoder import _NUMBER as NUMBER_RE

__all__ = ['NUMBER_RE']
