"""The spaCy pipelines that come with claimlint, by language. tools/tagger trains them."""

from __future__ import annotations

import os
from collections.abc import Mapping

_MODELS = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "models")  # noqa: PTH100, PTH118, PTH120
BUILT_IN: Mapping[str, str] = {"en": os.path.join(_MODELS, "en")}  # noqa: PTH118
