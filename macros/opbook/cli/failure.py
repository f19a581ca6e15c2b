"""When a command cannot do what was asked."""

from __future__ import annotations

import click


class CannotRun(click.ClickException):
    """What was asked cannot be done here: there is no data, no git, no such revision."""

    exit_code = 3
