"""Parsing: spaCy and its pipelines. The only module that imports spaCy, and late.

spaCy's import and `spacy.load` take most of the time of a short run. Here the import is spared what no linter needs, and our
own pipeline is put together from its files, without the registries and schemas that a configuration goes through otherwise.
The parses are the same (tests/lint/test_parsing.py). Pipelines of others are loaded as spaCy does it.
"""

# A question of grammar is answered without pathlib, unless a sentence is parsed for it.
# ruff: noqa: PTH100, PTH112, PTH116, PTH118, PTH120, PTH123

from __future__ import annotations

import gc
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from itertools import pairwise
from types import ModuleType
from typing import TYPE_CHECKING, Any, Protocol

from claimlint import __version__
from claimlint.digest import blake2b
from claimlint.errors import ClaimlintError
from claimlint.lint.pipelines import BUILT_IN
from claimlint.packs.pattern import Pattern

if TYPE_CHECKING:
    from pathlib import Path

    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

_NEEDED = ("POS", "TAG", "DEP", "MORPH")
_BATCH = 64  # sentences that our pipeline parses at once: beyond some dozens the time of each hardly falls
_EDGE = 4096  # bytes at either end of a file of ours by which its content is known
_DIGEST = 16  # bytes
# What decides, together with a pipeline.
_CODE = ("parsing.py", "grammar.py", "../packs/pattern.py")


class Parser(Protocol):
    """A pipeline that is loaded."""

    @property
    def vocab(self) -> Vocab: ...

    def docs(self, texts: Sequence[str]) -> Iterator[Doc]:
        """The parsed sentences, in their order. A parse depends on its own text alone."""
        ...


def exists(name: str) -> bool:
    """Whether there is a folder or a package of this name."""
    return os.path.isdir(name) or _package(name) is not None


def state(name: str) -> bytes:
    """A digest of what a parse by this pipeline depends on besides the sentence: its files, spaCy, Python and our own code.

    Ours are known by their content, as each installation gives its files new times; other people's, which may be large, by the
    sizes and times of change of their files. Imports nothing and takes less than a millisecond.
    """
    made = blake2b(f"{__version__}\0{sys.version}\0".encode(), digest_size=_DIGEST)
    here = os.path.dirname(os.path.abspath(__file__))
    libraries = [os.path.join(folder, "about.py") for folder in (_package("spacy"), _package("thinc")) if folder]
    for source in (*(os.path.join(here, file) for file in _CODE), *libraries):
        made.update(_bytes_of(source))
    folder = name if os.path.isdir(name) else _package(name)
    for path in _files(folder) if folder else ():
        stat = os.stat(path)
        made.update(f"\0{path[len(folder or '') :]}\0{stat.st_size}\0".encode("utf-8", "surrogateescape"))
        made.update(_edges(path, stat.st_size) if name in BUILT_IN.values() else str(stat.st_mtime_ns).encode())
    return made.digest()


def load(name: str, language: str) -> Parser:
    """Load a pipeline: a folder or a package. Raises ClaimlintError when that can't be done or it doesn't tag and parse."""
    from pathlib import Path

    try:
        _import_spacy()
        if name in BUILT_IN.values():
            with suppress(ImportError, AttributeError, KeyError, TypeError):  # a version of spaCy whose parts have moved
                return _Ours(Path(name))
        return _Theirs(name, language)
    except (ImportError, OSError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise ClaimlintError(f"nlp: the spaCy pipeline '{name}' for '{language}' can't be loaded: {reason}") from None


def matcher(pattern: Pattern, vocab: Vocab) -> Callable[[Doc], list[range]]:
    """What finds the tokens of each match that must touch the claim: all of a row, the first node of a tree."""
    from spacy.matcher import DependencyMatcher, Matcher

    made: Any = (Matcher if pattern.kind == "row" else DependencyMatcher)(vocab, validate=False)  # checked with its pack
    made.add("pattern", [list(pattern.tokens)])
    if pattern.kind == "row":
        return lambda doc: [range(start, end) for _, start, end in made(doc)]
    return lambda doc: [range(nodes[0], nodes[0] + 1) for _, nodes in made(doc)]


class _Ours:
    """Our own pipeline, which parses sentences in batches."""

    def __init__(self, folder: Path) -> None:
        from spacy.lang.en import EnglishDefaults
        from spacy.vocab import create_vocab
        from thinc.api import Config

        config = Config().from_disk(folder / "config.cfg")
        self.vocab: Vocab = create_vocab("en", EnglishDefaults)
        self.vocab.from_disk(folder / "vocab")
        self._tokenizer = _Tokenizer(self.vocab, folder / "tokenizer")
        self._pipes = [_pipe(self.vocab, config["components"][name], folder / name) for name in config["nlp"]["pipeline"]]
        _widen(self._pipes)
        self._batch = _BATCH if _rows_stand_alone(self._pipes[0].model) else 1

    def docs(self, texts: Sequence[str]) -> Iterator[Doc]:
        for start in range(0, len(texts), self._batch):
            docs = self._tokenizer.docs(texts[start : start + self._batch])
            for pipe in self._pipes:
                pipe.set_annotations(docs, pipe.predict(docs))
            yield from docs


class _Theirs:
    """Somebody else's pipeline. It parses sentence by sentence, as nobody knows whether a batch changes its results."""

    def __init__(self, name: str, language: str) -> None:
        from pathlib import Path

        import spacy

        self._nlp: Language = spacy.load(Path(name) if os.path.isdir(name) else name)
        self.vocab = self._nlp.vocab
        _widen(pipe for _, pipe in self._nlp.pipeline)
        doc = self._nlp("A fast test.")
        missing = [attribute for attribute in _NEEDED if not doc.has_annotation(attribute)]
        if missing:
            lacks = f"nlp: the spaCy pipeline '{name}' for '{language}' gives no {', '.join(missing)}"
            raise ClaimlintError(f"{lacks}; name one that tags and parses")

    def docs(self, texts: Sequence[str]) -> Iterator[Doc]:
        return map(self._nlp, texts)


class _Tokenizer:
    """spaCy's tokenizer with those special cases (abbreviations, emoticons) that the texts hold.

    There are more than a thousand, and to add them all takes longer than to parse a page's sentences. A special case applies
    only where its characters stand, perhaps with white space between them.
    """

    def __init__(self, vocab: Vocab, path: Path) -> None:
        import srsly  # type: ignore[import-untyped]
        from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]

        stored: dict[str, Any] = srsly.msgpack_loads(path.read_bytes())
        ways = {"prefix_search": "search", "suffix_search": "search", "infix_finditer": "finditer"}
        ways |= {"token_match": "match", "url_match": "match"}
        finders = {name: getattr(re.compile(stored[name]), way) for name, way in ways.items() if stored[name]}
        self._tokenizer = Tokenizer(vocab, faster_heuristics=stored["faster_heuristics"], **finders)
        self._left: dict[str, list[tuple[str, Any]]] = {}  # special cases not yet added, by their first two characters
        for text, tokens in stored["exceptions"].items():
            self._left.setdefault(_squeezed(text)[:2], []).append((text, tokens))

    def docs(self, texts: Sequence[str]) -> list[Doc]:
        """The texts as tokens."""
        squeezed = "\n".join(map(_squeezed, texts))
        beginnings = {"", *squeezed, *map("".join, pairwise(squeezed))}
        for beginning in beginnings & self._left.keys():
            left = []
            for text, tokens in self._left.pop(beginning):
                if _squeezed(text) in squeezed:
                    self._tokenizer.add_special_case(text, tokens)
                else:
                    left.append((text, tokens))
            if left:
                self._left[beginning] = left
        return [self._tokenizer(text) for text in texts]


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _pipe(vocab: Vocab, config: Mapping[str, Any], folder: Path) -> Any:
    """A component of our pipeline from its part of the configuration and its folder."""
    import srsly
    from spacy.ml.models.parser import build_tb_parser_model
    from spacy.ml.models.tagger import build_tagger_model
    from spacy.ml.models.tok2vec import MaxoutWindowEncoder, MultiHashEmbed, build_Tok2Vec_model, tok2vec_listener_v1
    from spacy.pipeline import DependencyParser, Morphologizer, Tagger, Tok2Vec

    factories = {"tok2vec": Tok2Vec, "tagger": Tagger, "morphologizer": Morphologizer, "parser": DependencyParser}
    architectures: dict[str, Callable[..., Any]] = {
        "spacy.MultiHashEmbed.v2": MultiHashEmbed,
        "spacy.MaxoutWindowEncoder.v2": MaxoutWindowEncoder,
        "spacy.Tok2Vec.v2": build_Tok2Vec_model,
        "spacy.Tok2VecListener.v1": tok2vec_listener_v1,
        "spacy.Tagger.v2": build_tagger_model,
        "spacy.TransitionBasedParser.v2": build_tb_parser_model,
    }

    def built(part: Mapping[str, Any]) -> Any:
        arguments = {name: built(value) if isinstance(value, dict) else value for name, value in part.items()}
        return architectures[arguments.pop("@architectures")](**arguments)

    pipe: Any = factories[config["factory"]](vocab, built(config["model"]))
    pipe.from_disk(folder, exclude=["vocab", "model"])
    stored = srsly.msgpack_loads((folder / "model").read_bytes())
    # The attributes of the layers stand in the configuration; reading the stored ones asks all installed packages for decoders.
    pipe.model.from_dict(stored | {"attrs": [{}] * len(stored["attrs"])})
    return pipe


def _widen(pipes: Iterable[Any]) -> None:
    """Our weights are stored in half precision; single precision is what can be multiplied."""
    for pipe in pipes:
        for node in pipe.model.walk() if hasattr(pipe, "model") else ():
            for name in node.param_names:
                if node.has_param(name) and node.get_param(name).dtype == "float16":
                    node.set_param(name, node.get_param(name).astype("float32"))


def _rows_stand_alone(model: Any) -> bool:
    """Whether a product of matrices here gives a row the same bits whatever other rows there are.

    thinc multiplies by BLIS, which sums up each element in one order. NumPy's library doesn't, and other parts could take the
    place of BLIS on some machine: then a sentence's parse could depend on the sentences beside it.
    """
    weights = next(node.get_param("W") for node in model.walk() if node.name == "maxout" and node.has_param("W"))
    weights = weights.reshape(-1, weights.shape[-1])
    ops = model.ops
    rows = weights[:128] * ops.xp.float32(1.1)  # products of numbers that were stored in half precision are exact
    whole = ops.gemm(rows, weights, trans2=True)
    return all(
        (ops.gemm(rows[start:end], weights, trans2=True) == whole[start:end]).all()
        for start, end in ((0, 1), (1, 6), (6, 23), (23, 128))
    )


def _import_spacy() -> None:
    if "spacy" in sys.modules:
        return
    with ExitStack() as stack:
        stack.enter_context(_undisturbed())
        if "numpy" not in sys.modules:
            stack.enter_context(_one_thread())
        try:
            with _without_commands():
                import spacy
        except ImportError:  # a later version may import more of its commands
            import spacy  # noqa: F401


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Without searches for garbage, then and later, among the hundreds of thousands of objects that come to stay."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        if running:
            gc.enable()


@contextmanager
def _one_thread() -> Iterator[None]:
    """NumPy's library for products starts a thread a core when it is loaded; parsing doesn't use it."""
    name = "OPENBLAS_NUM_THREADS"
    if name in os.environ:
        yield
        return
    os.environ[name] = "1"
    try:
        yield
    finally:
        del os.environ[name]


@contextmanager
def _without_commands() -> Iterator[None]:
    """spaCy's package imports its own command line, with clients for the web: a third of the time of its import.

    While it is imported a stand-in has that place; what it gives, `spacy.info`, imports the real thing when it is called.
    """

    def info(*arguments: Any, **named: Any) -> Any:
        from spacy.cli.info import info

        return info(*arguments, **named)

    stand_ins = {name: ModuleType(name) for name in ("spacy.cli", "spacy.cli.info")}
    stand_ins["spacy.cli"].__path__ = []
    setattr(stand_ins["spacy.cli.info"], "info", info)  # noqa: B010
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for name in stand_ins:
            del sys.modules[name]


def _package(name: str) -> str | None:
    """The folder of a package, which isn't imported; None when there is none."""
    from importlib.util import find_spec

    try:
        found = find_spec(name)
    except (ImportError, ValueError):
        return None
    return os.path.dirname(found.origin) if found and found.origin else None


def _files(folder: str) -> list[str]:
    """All files below a folder but Python's own, which come and go."""
    found = (os.path.join(where, name) for where, _, names in os.walk(folder) for name in names)
    return sorted(path for path in found if not path.endswith(".pyc"))


def _bytes_of(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""


def _edges(path: str, size: int) -> bytes:
    """The first and the last bytes of a file: weights that were trained anew differ everywhere."""
    with open(path, "rb") as file:
        first = file.read(_EDGE)
        file.seek(max(0, size - _EDGE))
        return first + file.read(_EDGE)


__all__ = ["BUILT_IN", "Parser", "exists", "load", "matcher", "state"]
