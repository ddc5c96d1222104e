"""What failed inside while somebody outside was helped all the same: a line in the log of the desk."""

import logging
import traceback


def note(logger: logging.Logger, what: str, about: str, error: Exception) -> None:
    """Log that `what` failed for `about` (a reference), with the name and the place of the error.

    Nothing else of it: what an exception says may hold what an enquirer or a pôle wrote.
    """
    place = traceback.extract_tb(error.__traceback__)[-1]
    name = type(error).__name__
    logger.error("%s for %s: %s in %s, line %s", what, about, name, place.name, place.lineno)
