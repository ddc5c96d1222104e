"""What the log need not hold."""

import logging


class OneLine(logging.Filter):
    """Takes the traceback from what a stranger can provoke at will: the line says enough."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.exc_info = None
        record.exc_text = None
        return True
