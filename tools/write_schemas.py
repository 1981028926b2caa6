"""Write the JSON Schemas under docs/ anew from the descriptions that claimlint itself validates by."""

from __future__ import annotations

import json
from pathlib import Path

from claimlint.config import config_json_schema
from claimlint.facts_schema import facts_json_schema
from claimlint.packs.schema import pack_json_schema

DOCS = Path(__file__).parent.parent / "docs"


def main() -> None:
    for name, schema in (("pack", pack_json_schema()), ("config", config_json_schema()), ("facts", facts_json_schema())):
        text = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
        (DOCS / f"{name}.schema.json").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
