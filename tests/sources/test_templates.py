"""Templates over HTML: what their tags leave in the text, and the copy in their code."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimlint.model import VALUE, Block
from claimlint.sources import read
from claimlint.sources.html import read_html
from claimlint.sources.options import ReaderOptions
from claimlint.sources.templates import dialect_of, read_template

DIALECTS = ("jinja", "liquid", "handlebars", "erb", "php", "blade", "hugo", "vue", "angular", "svelte", "astro")


def texts(source: str, dialect: str) -> list[str]:
    """The texts of a page; ◇ stands for a value."""
    return [block.text.replace(VALUE, "◇") for block in read_template(source, dialect) if block.kind != "template-string"]


def strings(source: str, dialect: str) -> list[tuple[str, str]]:
    blocks = read_template(source, dialect)
    return [(block.name, block.text.replace(VALUE, "◇")) for block in blocks if block.kind == "template-string"]


def source_of(block: Block, part: str, source: str) -> str:
    start = block.text.index(part)
    span = block.source_span(start, start + len(part))
    return source[span.start : span.end]


# -- the text around tags


@pytest.mark.parametrize(
    ("dialect", "source", "expected"),
    [
        # a value in a phrase, a control in a phrase, another branch
        ("jinja", "<p>Fast {{ kind }} shipping</p>", ["Fast ◇ shipping"]),
        ("jinja", "<p>{{ a }}{{ b }} boxes</p>", ["◇◇ boxes"]),
        ("jinja", "<p>Fast {% if x %}free {% endif %}shipping</p>", ["Fast free shipping"]),
        ("jinja", "<p>Fast{% if x %}er{% endif %} shipping</p>", ["Faster shipping"]),
        ("jinja", "<p>{% if a %}Fast{% endif %}{% if b %}Safe{% endif %}</p>", ["Fast\nSafe"]),
        ("jinja", "<p>{% if a %}Fast{% else %}Slow{% endif %} shipping</p>", ["Fast\nSlow shipping"]),
        ("jinja", "<p>{% for x in y %}{{ x }}, {% endfor %}more</p>", ["◇,\nmore"]),
        ("jinja", "<p>Fast {# 'note #} shipping{% comment %}best{% endcomment %}</p>", ["Fast shipping"]),
        ("jinja", "<p>Fast\n {# note #}\n shipping</p>", ["Fast shipping"]),
        ("jinja", "<p>One\n  {% if x %}\n  Two\n  {% endif %}\n</p>", ["One", "Two"]),
        ("jinja", "<p>One\n  {% if x %}and two{% endif %}\n  and three</p>", ["One and two and three"]),
        ("jinja", "{% block a %}One{% endblock %}\n{% block b %}Two{% endblock %}", ["One", "Two"]),
        ("jinja", "<title>{% block title %}Fast{% endblock %} | Acme</title>", ["Fast\n| Acme"]),
        ("jinja", "{% block body_class %}is-paper{% endblock %}{% block title %}Fast{% endblock %}", ["Fast"]),
        ("jinja", "<p>{% blocktrans %}Fast {{ x }}{% endblocktrans %} shipping</p>", ["Fast ◇ shipping"]),
        ("jinja", "{% raw %}<p>Fast {{ x }}</p>{% endraw %}", ["Fast ◇"]),
        ("jinja", "{% verbatim %}<p>Fast", ["Fast"]),
        ("jinja", "<b>A</b>{# x #}<i>B</i>", ["A\nB"]),
        # where a tag ends
        ("jinja", "<p>{{ 'a }} b' }}x {{ {'a': {'b': 1}}}} y {% if a == '%}' %}z{% endif %}", ["◇x ◇ y z"]),
        ("jinja", "<p>{{ a < b }} x {% if a > b %}y{% endif %}", ["◇ x y"]),
        ("jinja", "<p>{{ don't }} a</p>\n<p>it's</p>", ["◇ a", "it's"]),
        ("jinja", "<p>a {{ b", ["a {{ b"]),
        ("liquid", "<p>{{ 'C:\\' }} a {% # don't %}b</p>", ["◇ a b"]),
        ("liquid", '{% schema %}{"name": "Best"}{% endschema %}<p>a', ["a"]),
        # inside start tags
        ("jinja", "<li{% if a %} class='x'{% endif %}>One<li {{ attrs }}>Two", ["One", "Two"]),
        ("jinja", "<img {% if x %}alt='Fast'{% endif %} src={{ url }}>", ["Fast"]),
        ("jinja", "<a title='Fast {{ x }} \"y\"' href={{ url }} class='{% if a > 1 %}b{% endif %}'>z</a>", ['Fast ◇ "y"', "z"]),
        ("jinja", "<a title='{% if x %}Fast{% else %}Slow{% endif %} way'></a>", ["Fast\nSlow way"]),
        ("jinja", "<p {% if x %}hidden{% endif %}>a</p><p hidden>b</p>", ["a"]),
        ("liquid", "<{{ tag }} class='x'>Fast</{{ tag }}><h{{ n }}>Safe</h{{ n }}>a", ["Fast", "Safe", "a"]),
        ("jinja", "<script>var x = '{{ y }}'; // {% if x %}</script><style>a{{ b }}</style>a", ["a"]),
        ("jinja", "<!-- {{ x }} best --><p>a", ["a"]),
        # the other languages
        ("handlebars", "<p>{{!-- a }} --}}Fast {{#if x}}free {{/if}}shipping {{{y}}}{{! don't }}", ["Fast free shipping ◇"]),
        ("handlebars", "<p>{{#if x}}Fast{{else}}Slow{{/if}} \\{{x}}", ["Fast\nSlow \\{{x}}"]),
        ("handlebars", "<p>{{!-- a --}}Fast {{~!-- b --~}} and {{!-- c --}}safe", ["Fast and safe"]),
        ("erb", "<p><%# 'best %>Fast <%= x %> <% if y %>free <% end %>shipping</p>", ["Fast ◇ free shipping"]),
        ("erb", "<p><% if (x) { %>Fast<% } else { %>Slow<% } %> <%- html %>", ["Fast\nSlow ◇"]),
        ("erb", "<p>5 <%% 6 <%== x -%>", ["5 <%% 6 ◇"]),
        ("php", "<p>Fast <?= $x ?> <?php if ($a): ?>free <?php endif; ?>shipping</p>", ["Fast ◇ free shipping"]),
        ("php", "<?php /* ' ?> */ $a = '?>'; // don't ?><p>a<?PHP the_title(); ?>", ["a◇"]),
        ("php", "<?php $a = <<<EOT\ndon't ?>\n  EOT;\n?>a<?php $x = 'best", ["a"]),
        (
            "blade",
            "<p>Fast {{ $x }} {!! $y !!} @if($a > (b(')')))free @endif shipping{{-- best --}}",
            ["Fast ◇ ◇ free shipping"],
        ),
        ("blade", "<p>me@if.com by @acme @@if</p><a @click=\"x('best')\">a</a>", ["me@if.com by @acme @@if", "a"]),
        (
            "blade",
            "@php\n$x = 'best';\n@endphp\n@verbatim\n<p>Hi {{ x }}</p>\n@endverbatim\n@if($x)\nFast\n@else\nSlow\n@endif",
            ["Hi ◇", "Fast", "Slow"],
        ),
        ("hugo", '{{/* don\'t */}}{{ define "main" }}<h1>{{ .Title }} now {{ `}}` }}</h1>{{ end }}', ["◇ now ◇"]),
        (
            "vue",
            "<template><p v-if='x'>{{ a }} box</p><template #x>seen</template><Title/>z</template>",
            ["◇ box", "seen", "z"],
        ),
        ("vue", "<template><div><Card hidden /><p>Fast</p></div></template>", ["Fast"]),
        ("vue", "<template><iframe src='x' />after</template><script>best</script>", ["after"]),
        (
            "angular",
            "@if (a > b) {<p>Fast</p>} @else if (c) {Slow} @for (x of y; track x) {<b>{{x}} y</b>}",
            ["Fast", "Slow\n◇ y"],
        ),
        (
            "svelte",
            "{#if a > b}<p>Fast {x}</p>{:else}<p>Slow</p>{/if}<p class={x ? '}' : `${y}`} {...z}>a",
            ["Fast ◇", "Slow", "a"],
        ),
        (
            "astro",
            "---\nconst x = 1;\n---\n<ul>{xs.map((x) => (<li class={x.c}>Fast {x.name} <br> b</li>))}</ul>",
            ["Fast ◇\nb"],
        ),
        ("astro", "<p>a {/* best */}b {a < b && <i>now</i>} {x ? <b>c</b> : <b>d</b>}</p>", ["a b now c\nd"]),
    ],
)
def test_texts(dialect: str, source: str, expected: list[str]) -> None:
    assert texts(source, dialect) == expected


# -- strings


@pytest.mark.parametrize(
    ("dialect", "source", "expected"),
    [
        (
            "jinja",
            "{{ image(url='a b.png', alt='Best box', attrs={'class': 'a b', 'title': 'Deep'}) }}",
            [("alt", "Best box"), ("title", "Deep")],
        ),
        (
            "jinja",
            "{% call hero(title_text='Fast<br />boxes', layout='50/50') %}{% endcall %}",
            [("title_text", "Fast\nboxes")],
        ),
        (
            "jinja",
            "{% translate 'Fast shipping' %}{{ _(\"It\\'s \\u0041\") }}{{ 'Safe boxes'|t }}",
            [("", "Fast shipping"), ("", "It's A"), ("", "Safe boxes")],
        ),
        (
            "jinja",
            "{% extends 'a b' %}{% include 'a b' %}{% if x == 'a b' %}{% endif %}{{ x == 'a b' }}{% load a %}{% url 'a b' %}",
            [],
        ),
        ("jinja", "{% include 'a b.html' with title='With it' only %}{{ d|date('F j, Y') }}", [("title", "With it")]),
        ("jinja", "{{ 'yes we can' if x else 'no we cannot' }}{{ x['a b'] }}", [("", "yes we can"), ("", "no we cannot")]),
        ("jinja", "<p class=\"{{ 'a b' if x }}\" title=\"{{ _('Fast one') }}\">", [("title", "Fast one")]),
        ("jinja", "<script>{{ _('Fast one') }}</script><!-- {{ _('Fast one') }} --><p hidden>{{ _('Fast one') }}", []),
        (
            "liquid",
            "{{ 'home.title' | t }}{{ 'Add to cart' | t }}{{ x | split: 'a b' | append: ' great value' }}",
            [("", "Add to cart"), ("", "great value")],
        ),
        ("liquid", "{% render 'a b', title: 'Fast', class: 'a b' %}", [("title", "Fast")]),
        ("handlebars", '{{t \'Fast shipping\'}}{{> card title="Fast" url="a b"}}', [("", "Fast shipping"), ("title", "Fast")]),
        ("hugo", '{{ partial "a b" (dict "title" "Fast" "url" "a b") }}{{ if eq .Kind "a b" }}', [("title", "Fast")]),
        (
            "erb",
            "<%= link_to 'Order now', x_path, class: 'a b' %><% text = 'Go' if y == 'a b' %>",
            [("", "Order now"), ("text", "Go")],
        ),
        ("erb", "<%= render 'a b', heading: \"Good #{x} news\" %>", [("heading", "Good ◇ news")]),
        ("php", "<?php $a = ['title' => 'Fast', 'class' => 'a b']; throw new Exception('a b'); f('a b');", [("title", "Fast")]),
        (
            "php",
            "<?php echo esc_html__('Free', 'shop'); _e('Fast boxes', 'shop'); echo 'Order now'; ?>",
            [("", "Free"), ("", "Fast boxes"), ("", "Order now")],
        ),
        ("php", '<?= f("Save $x->y now, \\$5") ?>', [("", "Save ◇ now, $5")]),
        (
            "blade",
            "@section('title', 'Home')@lang('Fast shipping'){{ __('Only here') }}@extends('a b')",
            [("title", "Home"), ("", "Fast shipping"), ("", "Only here")],
        ),
        ("blade", "<x-card heading='Great' :text=\"'Fast'\" class='a b' />", [("heading", "Great"), ("text", "Fast")]),
        (
            "vue",
            "<template><Card heading='Great' :alt=\"'Fast'\" @click=\"f('a b')\" v-if=\"x == 'a b'\"/></template>",
            [("heading", "Great"), ("alt", "Fast")],
        ),
        ("angular", '<p [title]="\'Fast\'" [attr.aria-label]="x">', [("title", "Fast")]),
        (
            "svelte",
            "<Card description={`Best ${x} ever`} on:click={() => f('a b')} />{$t('Hello')}",
            [("description", "Best ◇ ever"), ("", "Hello")],
        ),
        (
            "astro",
            "---\nimport x from 'a b';\nconst title = 'Fast';\n---\n<Hero tagline='Great' />",
            [("title", "Fast"), ("tagline", "Great")],
        ),
    ],
)
def test_strings(dialect: str, source: str, expected: list[tuple[str, str]]) -> None:
    assert strings(source, dialect) == expected


def test_an_escape_and_a_tag_are_atomic() -> None:
    source = "\ufeff<p>Fast\t{{ 'It\\'s \\u20ac best' }}\r\n shipping</p>"
    text, string = read_template(source, "jinja")
    assert source_of(text, f"t {VALUE} s", source) == "t\t{{ 'It\\'s \\u20ac best' }}\r\n s"
    assert string.text == "It's € best"
    assert source_of(string, "'s", source) == "\\'s"
    assert source_of(string, "€", source) == "\\u20ac"


def test_a_string_stands_in_what_is_around_its_tag() -> None:
    source = "<html lang=he><nav><a title=\"{{ _('Fast one') }}\">{{ _('Fast two') }}</a></nav>"
    assert [(block.lang, "nav" in block.context) for block in read_template(source, "jinja")] == [("he", True)] * 2


def test_a_language_that_is_filled_in_is_none() -> None:
    (block,) = read_template("<html lang='{{ lang }}'><p>a", "jinja")
    assert block.lang == ""


def test_a_link_that_is_filled_in_is_a_link() -> None:
    (block,) = read_template("<p>See <a href=\"{{ url('x') }}\">it</a>", "jinja")
    assert [(mark.kind, mark.value) for mark in block.marks] == [("link", VALUE)]


def test_the_project_decides_about_keys() -> None:
    source = "{{ f(cta='Go', title='Fast boxes') }}"
    options = ReaderOptions(copy_keys=("cta",), skip_keys=("title",))
    assert [block.text for block in read_template(source, "jinja", options)] == ["Go"]


# -- dialects


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("a.html", "<p>{{</p>", ""),
        ("a.html", "<script>x = {{ y }}</script>", ""),
        ("a.html", "{% if x %}a{% endif %}", "jinja"),
        ("a.html", "<p>{{ x }}", "jinja"),
        ("a.html", "{% assign x = 1 %}", "liquid"),
        ("a.htm", "<p>{{#if x}}a{{/if}}", "handlebars"),
        ("a.html", "{{ range .Pages }}{{ .Title }}{{ end }}", "hugo"),
        ("a.html", "<p v-if='x'>{{ x }}", "vue"),
        ("a.html", "<p *ngIf='x'>{{ x }}", "angular"),
        ("a.html", "@if (x) {\n<p>a</p>\n}", "angular"),
        ("a.html", "<p><%= x %>", "erb"),
        ("a.html", "<p><?php x(); ?>", "php"),
        ("a.html", "<?xml version='1.0'?><p>", ""),
        ("A.Blade.PHP", "", "blade"),
        ("a.component.html", "", "angular"),
        ("a.html.erb", "", "erb"),
        ("a.twig", "", "jinja"),
        ("a.astro", "", "astro"),
    ],
)
def test_dialects(path: str, text: str, expected: str) -> None:
    assert dialect_of(path, text) == expected


# -- any page

# A bar parts the pieces.
_PIECES = (
    "<p>|</p>|<b>|<a title='|<img alt=\"|'|\"|>|Fast |shipping| it's|\r\n|\t|&amp;|<li|</|<script>|"
    "</script>|---\n|\ufeff|\ufffc|{{ x }}|{{ _('Fast one') }}|{% if a > 'b' %}|{% else %}|{% endif %}|{# c #}|"
    "{% raw %}|{% endraw %}|{{#if x}}|{{/if}}|{{!-- c --}}|{{{x}}}|<%= x %>|<% end %>|<%# c %>|"
    "<?php if ($x): ?>|<?= 'Best of all' ?>|@if($x)|@endif|{!! x !!}|@lang('Fast\\'s one')|{#if x}|"
    "{x.map((y) => (<i>|</i>))}|{`a ${b} c`}|@if (x) {|}|{|{{|{%|%}|}}|<%|<?php |\ufdd0|\ufdd5|`|\\|/*"
).split("|")


@settings(derandomize=True, deadline=None, max_examples=600)
@given(st.sampled_from(DIALECTS), st.lists(st.sampled_from(_PIECES), max_size=14).map("".join))
def test_what_is_read_reads_back(dialect: str, source: str) -> None:
    for block in read_template(source, dialect):
        assert "\ufdd0" in source or "\ufdd5" in source or not re.search("[\ufdd0-\ufdd5]", block.text)
        assert block.starts[0] == 0
        for start, end, span in zip(block.starts, (*block.starts[1:], len(block.text)), block.sources, strict=True):
            text, written = block.text[start:end], source[span.start : span.end]
            if len(text) == len(written) and "\ufdd0" not in written and "\ufdd5" not in written:
                assert re.sub(r"\s", " ", text) == re.sub(r"\s", " ", written) or text == VALUE


@settings(derandomize=True, deadline=None, max_examples=200)
@given(
    st.lists(
        st.sampled_from(
            ["<p>", "<b>", "</b>", "<img alt='", "'>", "Fast ", "it's", "\n", "&amp;", "<li class=a>", "100%", "}"]
        ),
        max_size=12,
    )
)
def test_a_page_without_tags_reads_as_html(pieces: list[str]) -> None:
    source = "".join(pieces)
    for dialect in DIALECTS:
        assert read_template(source, dialect) == read_html(source)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_broken_pages_take_linear_time(dialect: str) -> None:
    for unit in "{{|{% ' %}|{{ \" }}\n|{{ \\' }}\n|<% |<?php <<<A\n|@if(|{`${|{x && <b>|@if (a) {|{/*|<p {{ x }}=".split("|"):
        source = unit * (30_000 // len(unit)) + "' \n\" }} %}"
        dialect_of("a.html", source)
        read_template(source, dialect)  # quadratic time would be minutes


def test_a_tag_with_many_values_takes_linear_time() -> None:
    values = " ".join(f'data-{number}="{{{{ value }}}}"' for number in range(20_000))
    blocks = read_template(f'<img {values} alt="Our best lamp">', "jinja")  # quadratic time would be minutes
    assert [block.text for block in blocks] == ["Our best lamp"]


def test_a_tag_means_in_each_language_what_it_means_there() -> None:
    source = '<Card title="The best lamps" /><textarea />{{ lamp }} for free'
    for _ in range(2):
        assert [block.text for block in read_template(source, "vue")] == ["The best lamps", f"{VALUE} for free"]
        assert [block.text for block in read_html(source)] == ["The best lamps", "{{ lamp }} for free"]


@pytest.mark.parametrize("filler", ["", "@ ", "100% ", "* ? ", "{ } "])
@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("{{ lamp }}", VALUE),
        ("{% if lamp %}", ""),
        ("<?= $lamp ?>", VALUE),
        ("<%= lamp %>", VALUE),
        ("@if (lamp) {", ""),
    ],
)
def test_tags_are_seen_among_many_of_their_characters(filler: str, tag: str, text: str) -> None:
    page = f"<p>{filler * 300}</p><p>{tag} for free</p>"
    texts = [
        block.text for block in read("page.html", page.encode()).blocks if not block.text.startswith(filler.strip() or "-")
    ]
    assert " ".join(texts) == f"{text} for free".strip()
