"""The MkDocs plugin: it adds generated files, watches data, and keeps builds and serving safe.

What pages say is no business of this plugin: that comes from the macros.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError, PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from opbook.model.address import FOLDERS, Address
from opbook.model.diagnostic import Diagnostic, Severity
from opbook.site.edition import Edition, data_folder, edition, reading_of
from opbook.site.files import ASSETS, assets, generated_files
from opbook.site.links import edit_url
from opbook.site.mkdocs.finished import FinishedBlocks
from opbook.site.mkdocs.guard import guard
from opbook.site.mkdocs.serving import Bell, problems_page, safe_builder
from opbook.site.mkdocs.staging import Staging
from opbook.source.nearest import visible
from opbook.source.reading import NoPlaybook, Reading
from opbook.source.report import as_text

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer  # costs a build, which serves nothing, thirty milliseconds

log = logging.getLogger("mkdocs.plugins.opbook")


class Stopped(PluginError):
    """The build stops here; what is wrong has been told."""


class OpbookPlugin(BasePlugin):  # type: ignore[no-untyped-call, type-arg]  # without options of its own
    """Adapts one edition of the playbook to one build of MkDocs."""

    def __init__(self) -> None:
        self._serving = False
        self._has_good_site = False
        """Whether a site without problems has been built since serving began."""
        self._staging: Staging | None = None
        self._reading = Reading(None, ())
        self._edition: Edition | None = None
        self._standing: Sequence[Diagnostic] = ()
        """What the rules say of the playbook that is being built, but for what is merely worth knowing."""
        self._bell = Bell()

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Learn whether this is `serve`; defining this event also keeps the plugin between its rebuilds."""
        self._serving = command == "serve"

    @event_priority(100)  # before mkdocs-macros loads our macros, which read the same edition
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read the data, and turn the build away from the last good site."""
        if "macros" not in config.plugins:
            raise ConfigurationError("opbook needs the macros plugin; add it to `plugins` in mkdocs.yml, after opbook")
        if not config.use_directory_urls:
            raise ConfigurationError("opbook's addresses end in `/`; leave use_directory_urls at true in mkdocs.yml")
        for extension in ("attr_list",):  # headings carry their anchors in it
            if extension not in config.markdown_extensions:
                config.markdown_extensions.append(extension)
        config.markdown_extensions.append(FinishedBlocks())  # type: ignore[arg-type]  # an extension need not be a name
        for style in [each.path for each in assets() if each.path.endswith(".css")]:
            if style not in config.extra_css:
                config.extra_css.append(style)
        theme = str(Path(__file__).parents[1] / "theme")
        if theme not in config.theme.dirs:  # after the project's own overrides, before Material
            config.theme.dirs.insert(1 if config.theme.custom_dir else 0, theme)
        own = config.extra.get("opbook") or {}
        config.extra["opbook"] = {**own, "drafts": self._serving, "serving": self._serving, "assets": ASSETS}
        self._staging = Staging(Path(config.site_dir))
        config.site_dir = str(self._staging.work)
        self._read(Path(config.config_file_path).parent, config)
        return config

    def _read(self, project: Path, config: MkDocsConfig) -> None:
        data = data_folder(project, config.extra)
        try:
            self._edition = edition(project, config.extra)
            self._reading = self._edition.reading if self._edition is not None else reading_of(project, data)
        except NoPlaybook as problem:
            message = f"{problem}; name the folder that holds playbook.yml in mkdocs.yml under extra: opbook: data:"
            raise ConfigurationError(message) from None
        if self._edition is not None:
            self._edition.begin()
            self._judge(self._edition)
        elif self._reading.findings:
            self._tell(self._reading.findings, dict(self._reading.texts))
            self._stop(self._reading.findings)

    def _judge(self, edition: Edition) -> None:
        """Tell what the rules say: an error ends a build; a warning is MkDocs' own, and `--strict` counts it.

        While serving the site follows all the same, so that a contributor sees the change; the banner has the findings.
        """
        told = [each for each in edition.verdict.findings if each.severity is not Severity.INFO]
        errors = [each for each in told if each.severity is Severity.ERROR]
        self._standing = told
        if errors and not self._serving:
            self._tell(errors, dict(self._reading.texts))
            self._stop(errors)
        for each in told:
            place = each.location
            log.warning("%s:%s:%s: %s %s", place.path, place.line, place.column, each.code, visible(each.message))

    def _tell(self, findings: Sequence[Diagnostic], texts: dict[str, str]) -> None:
        log.error("the playbook has errors\n\n%s", as_text(findings, texts))

    def _stop(self, findings: Sequence[Diagnostic]) -> None:
        """Keep the last good site. When serving begins without one, go on: a page that tells what is wrong is built."""
        self._bell.ring(findings)
        if self._has_good_site or not self._serving:
            raise Stopped("The site is not replaced.")

    @event_priority(-100)  # after mkdocs-macros made its Jinja environment
    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Guard the Jinja environment of pages, so that no traceback reaches one."""
        if self._edition is not None:
            macros: Any = config.plugins["macros"]
            environment: Environment = macros.env
            guard(environment, self._edition, lambda: macros.page.url, Path(config.docs_dir))

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the generated files; a page in ``docs/`` at the same address wins."""
        if self._edition is None:
            return problems_page(files, config, self._reading)
        taken = {each.dest_uri for each in files}
        for generated in generated_files(self._edition, config.site_url or ""):
            file = File.generated(config, generated.path, content=generated.content)
            if file.dest_uri not in taken:
                files.append(file)
        return files

    def on_page_context(self, context: Any, *, page: Page, config: MkDocsConfig, nav: Any) -> Any:
        """Point the edit link of a generated page at the YAML that it is made from."""
        if page.edit_url is None and self._edition is not None and config.edit_uri_template:
            folder, _, name = page.file.src_uri.removesuffix(".md").partition("/")
            kind = next((kind for kind, each in FOLDERS.items() if each == folder), None)
            file = self._edition.file_of(Address(kind, name)) if kind else None
            if file is not None:
                page.edit_url = edit_url(str(config.edit_uri_template), file, Path(config.docs_dir))
        elif page.edit_url is not None and page.file.abs_src_path and config.edit_uri_template:
            page.edit_url = edit_url(str(config.edit_uri_template), Path(page.file.abs_src_path), Path(config.docs_dir))
        return context

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Stop where a page asked for something that is not to be had; every page has been rendered by now."""
        if self._edition is None:
            return env
        found = sorted(
            {each for findings in self._edition.problems.values() for each in findings}, key=lambda each: each.order
        )
        if found:
            texts = {
                each.location.path: path.read_text("utf-8-sig", "replace")
                for each in found
                if (path := self._edition.project / each.location.path).is_file()
            }
            self._tell(found, texts)
            self._stop(found)
        return env

    @event_priority(-100)  # after every plugin that writes files
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Put the new site in the place of the last good one."""
        assert self._staging is not None
        if self._staging.commit():
            log.info("The site is in %s", self._staging.site)
            if self._edition is not None and not any(self._edition.problems.values()):
                self._has_good_site = True
                self._bell.ring(self._standing)
        config.site_dir = str(self._staging.site)  # what publishes the site looks for it there
        self._bell.hang_in(self._staging.site, is_serving=self._serving)

    def on_build_error(self, *, error: Exception) -> None:
        """Leave the last good site as it is."""
        if self._staging is not None:
            self._staging.discard()

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """Watch data, templates and macros; keep the last good site up when a rebuild fails."""
        project = Path(config.config_file_path).parent
        package = Path(__file__).parents[2]
        for path in (data_folder(project, config.extra), project / "overrides", package):
            if path.is_dir():
                server.watch(str(path))
        assert self._staging is not None
        server.builder = safe_builder(server.builder, self._staging.site, self._bell, package)
        return server
