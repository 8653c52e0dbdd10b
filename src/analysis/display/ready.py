"""What every report reads before its first word, read when this module is imported: the catalogues, and how languages write numbers.

The process that kernels are forked from imports all modules of this room, and its kernels need not read them again. Only files of the
library's own are read, and none is left open: nothing of a report may be here, and two kernels must not share a place in a file.
"""

from analysis.display.numbers import LOCALES, day, number
from analysis.display.text import catalogue

for _language in LOCALES:
    catalogue(_language)
    number(1.5, _language, 1)
    day("2000-01-01", _language)
