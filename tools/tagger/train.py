"""Train the English pipeline and save it to claimlint/models/en.

    python tools/tagger/train.py TREEBANK

TREEBANK is a folder with en_ewt-train.conllu, en_ewt-dev.conllu and en_ewt-test.conllu (each may be packed as .xz): the
Universal Dependencies English Web Treebank, CC BY-SA 4.0; see NOTICE. About half an hour on one core. The same seed, library
versions and machine give the same weights. Prints the accuracy on the test part as it stands, in Title Case and in capitals.
"""

from __future__ import annotations

import lzma
import shutil
import sys
import tempfile
from pathlib import Path

import headlines
import numpy as np
import spacy
from confection import Config
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.training import Example
from spacy.training.converters import conllu_to_docs
from spacy.training.initialize import init_nlp
from spacy.training.loop import train
from spacy.util import load_config
from spacy.vocab import Vocab

HERE = Path(__file__).resolve().parent
TARGET = HERE.parents[1] / "claimlint" / "models" / "en"


def read_treebank(folder: Path, part: str) -> list[Doc]:
    """One document a sentence: claimlint's own sentences are what the pipeline will see."""
    plain = folder / f"en_ewt-{part}.conllu"
    packed = plain.with_name(plain.name + ".xz")
    if not plain.exists() and not packed.exists():
        sys.exit(f"{plain} is not there: give the folder of the UD English-EWT treebank")
    text = plain.read_text("utf-8") if plain.exists() else lzma.decompress(packed.read_bytes()).decode("utf-8")
    return list(conllu_to_docs(text, n_sents=1, no_print=True))


def run_training(treebank: Path) -> Language:
    with tempfile.TemporaryDirectory() as name:
        parts = {}
        for part in ("train", "dev"):
            parts[f"paths.{part}"] = str(Path(name) / f"{part}.spacy")
            DocBin(docs=read_treebank(treebank, part)).to_disk(parts[f"paths.{part}"])
        nlp = init_nlp(load_config(HERE / "config.cfg", overrides=parts, interpolate=False))
        best = Path(name) / "out"
        best.mkdir()
        train(nlp, best, stdout=sys.stdout, stderr=sys.stderr)
        return spacy.load(best / "model-best")


def save_small(nlp: Language, target: Path) -> None:
    """Save with weights in half precision and no strings but the labels'; claimlint widens them again on loading."""
    for _, pipe in nlp.pipeline:
        for node in pipe.model.walk():
            for param in node.param_names:
                if node.has_param(param):
                    node.set_param(param, node.get_param(param).astype(np.float16))
    shutil.rmtree(target, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    nlp.meta.update(
        name="claimlint_en",
        version="1.0.0",
        description="Tags, features and dependencies of English for claimlint",
        license="CC BY-SA 4.0 (see NOTICE)",
        sources=[{"name": "UD English-EWT", "license": "CC BY-SA 4.0"}],
        performance={},
    )
    nlp.to_disk(target, exclude=["vocab"])
    config = load_config(target / "config.cfg", interpolate=False)
    Config({part: config[part] for part in ("nlp", "components")}).to_disk(target / "config.cfg")
    labels = [*nlp.get_pipe("tagger").labels, *nlp.get_pipe("morphologizer").labels, *nlp.get_pipe("parser").labels]
    Vocab(strings=sorted(labels)).to_disk(target / "vocab")


def print_accuracy(nlp: Language, docs: list[Doc]) -> None:
    """UPOS and LAS (labelled attachment) on the sentences as they stand and in two other cases, by spaCy's own scorer."""
    cases = {"as written": (0.0, 0.0), "Title Case": (1.0, 0.0), "CAPITALS": (0.0, 1.0)}
    for name, (title, upper) in cases.items():
        change = headlines.headlines(title=title, upper=upper, lower=0, fragment=0, unpunctuated=0)
        examples = [changed for doc in docs for changed in change(nlp, Example(nlp.make_doc(doc.text), doc))]
        scores = nlp.evaluate(examples)
        print(f"{name}: UPOS {scores['pos_acc']:.4f}, LAS {scores['dep_las']:.4f}")


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    treebank = Path(sys.argv[1])
    nlp = run_training(treebank)
    print_accuracy(nlp, read_treebank(treebank, "test"))
    save_small(nlp, TARGET)
    size = sum(file.stat().st_size for file in TARGET.rglob("*") if file.is_file())
    print(f"{TARGET}: {size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
