"""What a run is told to do, by claimlint.yaml, .claimlint.yaml or [tool.claimlint] in pyproject.toml.

`values` holds what is told, `keys` what a file may say, `load` finds and reads the files, `names` checks what only the
packs know. docs/configuration.md is for those who write one.
"""

from typing import TYPE_CHECKING

from claimlint.late import names_of

if TYPE_CHECKING:
    from claimlint.config.globs import Glob
    from claimlint.config.keys import FAIL_ON, OVERRIDE, SCHEMA, config_json_schema
    from claimlint.config.load import NAMES, load_config, passed_over
    from claimlint.config.names import check_names
    from claimlint.config.values import BASELINE, FACTS, PAGE_LANGUAGE, Config, FailOn, Layer, Origin, Override, Weight
else:
    __getattr__ = names_of(
        __name__,
        {
            "Glob": "globs",
            **dict.fromkeys(("FAIL_ON", "OVERRIDE", "SCHEMA", "config_json_schema"), "keys"),
            **dict.fromkeys(("NAMES", "load_config", "passed_over"), "load"),
            "check_names": "names",
            **dict.fromkeys(
                ("BASELINE", "FACTS", "PAGE_LANGUAGE", "Config", "FailOn", "Layer", "Origin", "Override", "Weight"), "values"
            ),
        },
    )

__all__ = [
    "BASELINE",
    "FACTS",
    "FAIL_ON",
    "NAMES",
    "OVERRIDE",
    "PAGE_LANGUAGE",
    "SCHEMA",
    "Config",
    "FailOn",
    "Glob",
    "Layer",
    "Origin",
    "Override",
    "Weight",
    "check_names",
    "config_json_schema",
    "load_config",
    "passed_over",
]
