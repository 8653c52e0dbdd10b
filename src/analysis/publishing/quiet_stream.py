"""The streams of a report's kernel: a report prints next to nothing, so nearly every flush of them has nothing to send."""

from ipykernel.iostream import OutStream


class QuietStream(OutStream):
    """ipykernel flushes both streams three times a cell and waits for another thread each time; here only where something was written."""

    _written = False

    def write(self, string: str) -> int | None:
        self._written = True
        return super().write(string)

    def flush(self) -> None:
        if self._written:
            self._written = False  # before it is sent: what is written meanwhile is for the next flush
            super().flush()
