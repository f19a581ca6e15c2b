"""What mkdocs-macros loads: every macro of the registry, bound to the page that calls it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from opbook.site.edition import edition
from opbook.site.registry import Call, Macro, box, macros


def define_env(env: Any) -> None:
    """Give the engine our macros. MkDocs calls this once per build, Zensical once per page.

    Nothing of the engine is used but ``env.page.url``, ``env.page.meta``, ``env.conf`` and ``env.project_dir``.
    """
    import opbook.site.block_macros
    import opbook.site.page_macros  # noqa: F401 - as above

    project = Path(env.project_dir)
    shown = edition(project, env.conf["extra"])

    def bound(macro: Macro) -> Callable[..., str]:
        def call(*args: Any, **kwargs: Any) -> str:
            if shown is None:
                return box("The playbook has errors; this comes back when they are mended.", inline=macro.is_inline)
            where = Call(
                shown,
                env.page.url,
                env.page.meta,
                Path(env.conf["docs_dir"]),
                str(env.conf["edit_uri_template"] or ""),
                str(env.conf["site_url"] or ""),
            )
            return macro(where, *args, **kwargs)

        return call

    for macro in macros().values():
        env.macro(bound(macro), macro.name)
