"""Direct speech: the reporting phrase beside a quotation, and the content that a quotation makes whole.

The parser cuts a quotation of several sentences into pieces and hangs the reporting verb from the last; here the
quotation marks have the say.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace

from onrecord.extract.cues import Lexicon
from onrecord.extract.finds import Find, Scene
from onrecord.extract.phrases import is_passive, noun_phrase, own_subject, runs, subject, tidy, verb_group
from onrecord.extract.quotes import Quotation
from onrecord.extract.quotetype import is_name
from onrecord.extract.verb_cues import cue_of, source_of
from onrecord.model.spans import Span, hull

REACH_AFTER = 16
"""Tokens looked at behind a quotation for its reporting verb: a name with title and apposition fits."""
REACH_BEFORE = 30
"""Tokens looked at before a quotation, back to the start of the sentence."""
_JOINS = frozenset({"", ":", "and", "but", "or", "and that", "but that"})
_STOP = frozenset({".", "!", "?", ";"})


def sentence_like(text: str, quotation: Quotation) -> bool:
    """Whether a quotation can be an utterance: it ends with a mark of punctuation or has at least five words."""
    inner = text[quotation.inner.start : quotation.inner.end].strip()
    after = text[quotation.outer.end : quotation.outer.end + 1]
    return inner[-1:] in ",.!?…—-" or after == "," or inner.count(" ") >= 4


def settle(scene: Scene, find: Find) -> Find:
    """``find`` with its content made to fit the quotations it touches.

    A quotation that the content reaches into is taken whole. Where every word of the content then stands in
    quotation marks the outermost marks are left out; else they are kept.
    """
    fixed = [*find.source, *find.cue]
    find = replace(find, content=_past(find.content, scene.body), source=_past(find.source, scene.body))
    grown: list[Span] = []
    for span in find.content:
        whole = _up_to_quotation(scene, span)
        for q in scene.overlapping(whole):
            if not any(q.outer.overlaps(s) for s in fixed):
                whole = Span(min(whole.start, q.outer.start), max(whole.end, q.outer.end))
        whole = _clear_of(whole, span, fixed)
        if grown and whole.start <= grown[-1].end:
            whole = Span(min(grown.pop().start, whole.start), whole.end)
        grown.append(whole)
    inner: list[Span] = []
    for span in grown:
        parts = [
            q.inner
            for q in scene.overlapping(span)
            if not is_name(scene.text, q) and not any(q.outer.overlaps(s) for s in fixed)
        ]
        outside = scene.text[span.start : span.end]
        for q in reversed(scene.overlapping(span)):
            if q.inner in parts:
                cut = slice(max(q.outer.start, span.start) - span.start, min(q.outer.end, span.end) - span.start)
                outside = outside[: cut.start] + outside[cut.stop :]
        if not parts or any(c.isalnum() for c in outside):
            return replace(find, content=tidy(scene.text, grown))
        inner += parts
    return replace(find, content=tidy(scene.text, inner))


def _past(spans: tuple[Span, ...], start: int) -> tuple[Span, ...]:
    """The parts of ``spans`` behind ``start`` (the end of a dateline)."""
    return tuple(Span(max(s.start, start), s.end) for s in spans if s.end > start)


def _up_to_quotation(scene: Scene, span: Span) -> Span:
    """``span`` with a quotation that follows behind a space, a colon or "and": the parse has torn it off."""
    end = span.end
    for q in scene.overlapping(span):
        end = max(end, q.outer.end)
    k = bisect_right(scene.starts, end - 1)
    if k >= len(scene.quotations):
        return span
    gap = scene.text[end : scene.quotations[k].outer.start]
    if gap and len(gap) < 12 and gap.strip(" ,") in _JOINS and "," not in gap.replace(", and", "").replace(", but", ""):
        return Span(span.start, scene.quotations[k].outer.end)
    return span


def _clear_of(whole: Span, kept: Span, fixed: list[Span]) -> Span:
    """``whole`` cut back so that it does not run over source or cue, but never below ``kept``."""
    start, end = whole
    for s in fixed:
        if s.end <= kept.start and s.end > start:
            start = s.end
        if s.start >= kept.end and s.start < end:
            end = s.start
    return Span(start, end)


def cue_beside(scene: Scene, quotation: Quotation, lexicon: Lexicon) -> Find | None:
    """The attribution whose reporting verb stands right behind or before ``quotation``."""
    if not sentence_like(scene.text, quotation) or is_name(scene.text, quotation):
        return None
    return _behind(scene, quotation, lexicon) or _before(scene, quotation, lexicon)


def _behind(scene: Scene, quotation: Quotation, lexicon: Lexicon) -> Find | None:
    parse, text = scene.parse, scene.text
    inner_end = text[quotation.inner.start : quotation.inner.end].rstrip()[-1:]
    if inner_end not in ",?!…—-" and text[quotation.outer.end : quotation.outer.end + 1] != ",":
        return None
    first = _token_from(scene, quotation.outer.end)
    for i in range(first, min(first + REACH_AFTER, len(parse.tokens))):
        token = parse.tokens[i]
        if token.text in _STOP or token.text[0] in '“"‘«`' or token.text == "''":
            return None
        if not token.tag.startswith("VB") or token.dep in {"relcl", "acl"}:
            continue
        cue = cue_of(parse, token, lexicon)
        if cue is None and _manner(scene, i):
            return _with_subject(scene, quotation, i, first, token.lemma)
        if cue is None or not (cue.takes("quote") or cue.takes("clause")) or is_passive(parse, i):
            if token.dep in {"aux", "auxpass"} or token.tag == "VBG":
                continue
            return None
        if any(parse.tokens[k].tag == "MD" and parse.tokens[k].dep == "aux" for k in parse.kids[i]):
            return None
        return _with_subject(scene, quotation, i, first, cue.lemma)
    return None


def _manner(scene: Scene, v: int) -> bool:
    """Whether a verb that the lexicon does not list can stand beside a quotation ("she snarled", "he shot back").

    It is finite, has no object, and a person or name for its subject.
    """
    parse = scene.parse
    if parse.tokens[v].tag not in {"VBD", "VBZ", "VBP"} or parse.tokens[v].pos != "VERB" or is_passive(parse, v):
        return False
    if any(parse.tokens[k].dep in {"dobj", "xcomp", "acomp", "attr"} for k in parse.kids[v]):
        return False
    own = own_subject(parse, v)
    if own is None or scene.quotation_at(own.start) is not None:
        return False
    return own.lower in {"he", "she", "they"} or own.pos == "PROPN"


def _with_subject(scene: Scene, quotation: Quotation, v: int, first: int, lemma: str) -> Find | None:
    parse = scene.parse
    start, end = verb_group(parse, v)
    end = max(end, v + 1 + (" " in lemma))
    who = subject(parse, v)
    source: tuple[Span, ...] = ()
    if who is not None and not quotation.outer.overlaps(Span(parse.tokens[who].start, parse.tokens[who].end)):
        source = source_of(scene, who)
    elif first < start:  # the parse gives none: what stands between the quotation and the verb
        source = tidy(scene.text, [parse.span(first, start)])
    elif end < len(parse.tokens) and parse.tokens[end].pos in {"PROPN", "PRON", "DET", "NOUN", "ADJ"}:
        head = end
        while parse.tokens[head].head > head and parse.tokens[head].dep in {"compound", "det", "amod", "poss", "nmod"}:
            head = parse.tokens[head].head
        source = tidy(scene.text, [parse.span(*noun_phrase(parse, head))])
    if (
        not source
        or any(scene.quotation_at(s.start) for s in source)
        or source[0].of(scene.text).lower() in {"i", "we"}
    ):
        return None
    return Find(source, tuple(runs(parse, range(start, end))), (quotation.outer,), "quote", v, lemma)


def _before(scene: Scene, quotation: Quotation, lexicon: Lexicon) -> Find | None:
    parse = scene.parse
    stop = _token_from(scene, quotation.outer.start)
    if stop == 0:
        return None
    lead = parse.tokens[stop - 1]
    formal = lead.text in {":", ",", "that", "-", "–", "—"}
    for i in range(stop - 1, max(stop - 1 - REACH_BEFORE, -1), -1):
        token = parse.tokens[i]
        if token.text in _STOP or scene.quotation_at(token.start) is not None:
            return None
        if not token.tag.startswith("VB") or token.dep in {"aux", "auxpass"}:
            continue
        cue = cue_of(parse, token, lexicon)
        manner = cue is None and lead.text == ":" and stop - i <= 4 and _manner(scene, i)
        if not manner and (
            cue is None or not cue.takes("quote") or is_passive(parse, i) or not (formal or stop - i <= 2)
        ):
            if lead.text == ":" and stop - i <= REACH_BEFORE // 2:
                continue
            return None
        who = subject(parse, i)
        if who is None or parse.tokens[who].lower in {"i", "we"}:
            return None
        start, end = verb_group(parse, i)
        end = max(end, i + 1 + (cue is not None and " " in cue.lemma))
        source = source_of(scene, who)
        if not source or any(s.overlaps(quotation.outer) for s in source):
            return None
        return Find(source, tuple(runs(parse, range(start, end))), (quotation.outer,), "quote", i, token.lemma)
    return None


def _token_from(scene: Scene, offset: int) -> int:
    """Index of the first token that starts at or behind ``offset``."""
    return bisect_left(scene.parse.tokens, offset, key=lambda t: t.start)


def ends_at(find: Find) -> int:
    """Offset behind the last character of an attribution."""
    whole = hull([*find.source, *find.cue, *find.content])
    return whole.end if whole else 0
