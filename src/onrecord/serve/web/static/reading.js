// Lights up all parts of the statement that is pointed at, focused, or named in the address. Reading needs none of it.
"use strict";

(() => {
  const parts = new Map();
  for (const part of document.querySelectorAll("[data-s]")) {
    const of = part.dataset.s;
    if (!parts.has(of)) parts.set(of, []);
    parts.get(of).push(part);
  }

  const light = (name, on, statement) => {
    for (const part of parts.get(statement) || []) part.classList.toggle(name, on);
  };

  const follow = (name) => {
    let now = null;
    return (statement) => {
      if (statement === now) return;
      if (now) light(name, false, now);
      if (statement) light(name, true, statement);
      now = statement;
    };
  };

  const pointed = follow("lit");
  const chosen = follow("chosen");

  const statementOf = (target) => {
    if (!(target instanceof Element)) return null;
    const link = target.closest("a.ref");
    if (link) return link.hash.replace(/^#(r-)?/, "");
    const part = target.closest("[data-s]");
    return part ? part.dataset.s : null;
  };

  // The record pane scrolls by itself where it stands beside the text: bring the record of the sentence into it.
  const showRecord = (statement) => {
    const card = document.getElementById(`r-${statement}`);
    if (card) card.parentElement.scrollTop = card.offsetTop - card.parentElement.offsetTop;
  };

  const fromAddress = () => {
    const statement = location.hash.replace(/^#(r-)?/, "") || null;
    chosen(statement);
    if (statement) showRecord(statement);
  };

  document.addEventListener("pointerover", (event) => pointed(statementOf(event.target)));
  document.addEventListener("focusin", (event) => pointed(statementOf(event.target)));
  window.addEventListener("hashchange", fromAddress);
  fromAddress();
})();
