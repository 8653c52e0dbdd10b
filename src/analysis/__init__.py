"""Survey waves from day-care centres become learning reports: the shared analysis library.

Rooms, in the order data flow through them: ``parameters``, ``simulation``, ``intake``, ``scales``, ``estimates``,
``disclosure``, ``findings``, ``display``, ``publishing``. ``docs/architecture.md`` says which may import which.
"""

__version__ = "0.1.0"
