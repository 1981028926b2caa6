"""What kinds of file there are, and which one a file is."""

from __future__ import annotations

import os

# By ending, the longest first: `page.blade.php` is Blade, not PHP. `.html` files with template tags are told by content.
ENDINGS: dict[str, str] = {
    ".blade.php": "blade",
    ".component.html": "angular",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdx": "mdx",
    ".j2": "jinja",
    ".jinja": "jinja",
    ".jinja2": "jinja",
    ".njk": "jinja",
    ".nunjucks": "jinja",
    ".twig": "jinja",
    ".liquid": "liquid",
    ".hbs": "handlebars",
    ".handlebars": "handlebars",
    ".mustache": "handlebars",
    ".erb": "erb",
    ".ejs": "erb",
    ".php": "php",
    ".phtml": "php",
    ".vue": "vue",
    ".svelte": "svelte",
    ".astro": "astro",
    ".jsx": "jsx",
    ".tsx": "jsx",
    ".json": "json",
    ".yaml": "yaml",
    ".yml": "yaml",
    ".po": "po",
    ".pot": "po",
    ".csv": "ads",
    ".tsv": "ads",
    ".properties": "properties",
    ".strings": "strings",
}
_ENDINGS = tuple(ENDINGS)
# Templates over HTML, by the language of their tags.
TEMPLATES = ("jinja", "liquid", "handlebars", "erb", "php", "blade", "hugo", "vue", "angular", "svelte", "astro")
# Kinds that hold copy only in some files: translations and content, but settings and lock files too.
DATA = frozenset(("json", "yaml", "ads", "properties", "strings"))


def kind_of(path: str) -> str:
    """The kind of a file by its name; "" when its ending is none of ours."""
    name = os.path.basename(path).lower()  # noqa: PTH119 - of every file in a folder
    if not name.endswith(_ENDINGS):
        return ""
    return next((kind for ending, kind in ENDINGS.items() if name.endswith(ending) and name != ending), "")
