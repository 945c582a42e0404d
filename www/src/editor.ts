/** Editors: CodeMirror in a shadow root, so that its styles are adopted sheets and pass the content policy. */

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import { standardKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching } from "@codemirror/language";
import { linter, setDiagnostics, type Action, type Diagnostic as Mark } from "@codemirror/lint";
import { EditorState, RangeSet, StateEffect, StateField, type Extension, type Range } from "@codemirror/state";
import { Decoration, drawSelection, EditorView, highlightSpecialChars, hoverTooltip, keymap, type DecorationSet, type Tooltip } from "@codemirror/view";
import { capital, h, sentence } from "./dom";
import { jsonTokens } from "./json-tokens";
import type { Diagnostic } from "./types";

/** A stretch of text, in UTF-16 units. */
export interface TextRange {
  start: number;
  end: number;
}

/** A stretch of text and what it is: the class of its colour. */
export interface ColouredToken extends TextRange {
  kind: string;
}

export interface EditorOptions {
  label: string;
  value: string;
  language: "json" | "engine";
  readOnly?: boolean;
  placeholder?: string;
  onChange?: (text: string) => void;
  /** Where the findings of the text are listed. */
  listed?: () => Element | undefined;
  /** What the engine makes of the text; JSON is coloured without it. */
  tokens?: (text: string) => Promise<ColouredToken[]>;
  complete?: (text: string, offset: number, explicit: boolean) => Promise<CompletionResult | null>;
  hover?: (text: string, offset: number) => Promise<{ span: TextRange; content: Node } | null>;
}

export interface Editor {
  element: HTMLElement;
  readonly text: string;
  setText(text: string): void;
  setFindings(findings: Diagnostic[]): void;
  focus(): void;
  reveal(span: TextRange): void;
  /** Puts text in the place of a range, as if typed. */
  replace(range: TextRange, text: string): void;
  destroy(): void;
}

const setTokens = StateEffect.define<ColouredToken[]>();

const tokenField = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    let next = marks.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (effect.is(setTokens)) next = decorate(effect.value, transaction.newDoc.length);
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

function decorate(tokens: ColouredToken[], length: number): DecorationSet {
  const ranges: Range<Decoration>[] = [];
  for (const { start, end, kind } of tokens) {
    if (start < end && end <= length) ranges.push(Decoration.mark({ class: `t-${kind.replaceAll(/[^a-z]/gi, "")}` }).range(start, end));
  }
  return RangeSet.of(ranges, true);
}

const theme = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--field)", fontSize: "var(--mono-size)", borderRadius: "6px", border: "1px solid var(--line-strong)" },
  "&.cm-focused": { outline: "2px solid var(--focus)", outlineOffset: "1px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55", overflowX: "auto" },
  ".cm-content": { padding: "6px 0", caretColor: "var(--ink)" },
  ".cm-line": { padding: "0 8px" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": { backgroundColor: "var(--selection)", forcedColorAdjust: "none" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--accent-soft)", outline: "1px solid var(--accent)" },
  ".cm-tooltip": { backgroundColor: "var(--raised)", color: "var(--ink)", border: "1px solid var(--line-strong)", borderRadius: "6px", boxShadow: "var(--shadow)", fontSize: "12px", maxWidth: "min(420px, 90vw)" },
  ".cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxHeight: "15em" },
  ".cm-tooltip-autocomplete > ul > li": { padding: "3px 8px" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--on-accent)", forcedColorAdjust: "none" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected] .cm-completionDetail": { color: "inherit" },
  ".cm-completionDetail": { color: "var(--muted)", fontStyle: "normal", marginLeft: "1em" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-completionInfo": { padding: "8px 10px", fontFamily: "var(--sans)", lineHeight: "1.45" },
  ".cm-hover": { padding: "6px 10px", fontFamily: "var(--sans)", lineHeight: "1.45" },
  ".cm-hover p": { margin: "4px 0 0", whiteSpace: "pre-line" },
  ".hover-help": { border: "0", background: "none", padding: "4px 0 0", font: "inherit", color: "var(--accent)", textDecoration: "underline", textUnderlineOffset: "3px", cursor: "pointer" },
  ".cm-hover code": { fontFamily: "var(--mono)" },
  ".cm-diagnostic": { padding: "6px 10px", fontFamily: "var(--sans)" },
  ".cm-diagnostic p": { margin: "2px 0" },
  ".cm-diagnostic code": { fontFamily: "var(--mono)" },
  ".cm-diagnosticSource": { fontSize: "11px", opacity: "1", color: "var(--muted)" },
  ".cm-diagnostic-error": { borderLeft: "4px solid var(--error)" },
  ".cm-diagnostic-warning": { borderLeft: "4px solid var(--warning)" },
  ".cm-diagnostic-info": { borderLeft: "4px solid var(--accent)" },
  ".cm-diagnosticAction": { backgroundColor: "var(--accent)", color: "var(--on-accent)", borderRadius: "4px", padding: "2px 8px", margin: "2px 8px 2px 0", minHeight: "24px", font: "inherit", cursor: "pointer" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--error)", textDecorationSkipInk: "none", textUnderlineOffset: "3px" },
  ".cm-lintRange-warning": { backgroundImage: "none", textDecoration: "underline wavy var(--warning)", textDecorationSkipInk: "none", textUnderlineOffset: "3px" },
  ".cm-lintRange-info": { backgroundImage: "none", textDecoration: "underline dotted var(--accent)", textUnderlineOffset: "3px" },
  ".cm-specialChar": { color: "var(--error)" },
  ".cm-placeholder": { color: "var(--muted)" },
  ".t-function": { color: "var(--t-function)" },
  ".t-attribute": { color: "var(--t-attribute)" },
  ".t-string": { color: "var(--t-string)" },
  ".t-number": { color: "var(--t-number)" },
  ".t-keyword, .t-operator": { color: "var(--t-keyword)" },
  ".t-punctuation": { color: "var(--muted)" },
});

/** Long texts scroll inside their frame, so that what stands below stays in reach. */
const framed = EditorView.theme({ "&": { maxHeight: "min(380px, 50vh)" }, ".cm-scroller": { overflow: "auto" } });

/** Typing over a selection, done here: left to itself the browser writes style attributes, which the policy refuses. */
const typeOver = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { data } = event;
    const { main, ranges } = view.state.selection;
    if (event.inputType !== "insertText" || data === null || main.empty || ranges.length > 1 || view.composing || view.state.readOnly) return false;
    event.preventDefault();
    const insert = () => view.state.update(view.state.replaceSelection(data), { userEvent: "input.type", scrollIntoView: true });
    const handled = view.state.facet(EditorView.inputHandler).some((handler) => handler(view, main.from, main.to, data, insert));
    if (!handled) view.dispatch(insert());
    return true;
  },
});

/** Diagnostics already known are set from outside; the linter extension only brings the gutterless marks and tooltips. */
const marks: Extension = linter(null);

export function createEditor(options: EditorOptions): Editor {
  const element = h("div", { class: "editor" });
  const root = element.attachShadow({ mode: "open" });
  let alive = true;
  let newest = 0;

  async function colour(view: EditorView): Promise<void> {
    newest += 1;
    const mine = newest;
    const text = view.state.doc.toString();
    const tokens = options.language === "json" ? jsonTokens(text) : ((await options.tokens?.(text).catch(() => undefined)) ?? []);
    // Text that cannot be read keeps the colours it had: they move along with what is typed.
    if (alive && tokens.length > 0 && mine === newest && view.state.doc.toString() === text) view.dispatch({ effects: setTokens.of(tokens) });
  }

  function toFindings(): boolean {
    const first = options.listed?.()?.querySelector("button");
    first?.focus();
    return first instanceof HTMLElement;
  }

  const extensions: Extension[] = [
    history(),
    drawSelection(),
    highlightSpecialChars(),
    bracketMatching(),
    EditorView.lineWrapping,
    keymap.of([{ key: "Mod-Shift-m", run: toFindings, preventDefault: true }, ...closeBracketsKeymap, ...completionKeymap, ...standardKeymap, ...historyKeymap]),
    EditorView.contentAttributes.of({ "aria-label": options.label, tabindex: "0", spellcheck: "false", autocapitalize: "off" }),
    tokenField,
    marks,
    theme,
    framed,
    typeOver,
    EditorState.readOnly.of(options.readOnly ?? false),
    EditorView.updateListener.of((update) => {
      if (!update.docChanged) return;
      // What the text gives is asked for first: its colours have moved along and can wait.
      options.onChange?.(update.state.doc.toString());
      void colour(update.view);
    }),
  ];
  if (options.language === "engine") extensions.push(closeBrackets());
  if (options.complete) {
    const complete = options.complete;
    extensions.push(
      autocompletion({
        override: [(context: CompletionContext) => complete(context.state.doc.toString(), context.pos, context.explicit)],
        icons: false,
      }),
    );
  }
  if (options.hover) {
    const hover = options.hover;
    extensions.push(
      hoverTooltip(async (view, position): Promise<Tooltip | null> => {
        const found = await hover(view.state.doc.toString(), position).catch(() => null);
        if (!found) return null;
        return { pos: found.span.start, end: found.span.end, above: true, create: () => ({ dom: h("div", { class: "cm-hover" }, found.content) }) };
      }),
    );
  }

  const fresh = (doc: string) => EditorState.create({ doc, extensions });
  const view = new EditorView({ parent: root, root, state: fresh(options.value) });
  void colour(view);

  return {
    element,
    get text() {
      return view.state.doc.toString();
    },
    setText(text) {
      if (view.state.doc.toString() === text) return;
      // With a history of its own: undoing what was typed here before would take back what came from elsewhere.
      view.setState(fresh(text));
      void colour(view);
    },
    setFindings(findings) {
      const length = view.state.doc.length;
      const found = findings.map((finding) => toMark(finding, length));
      view.dispatch(setDiagnostics(view.state, found));
    },
    focus() {
      view.focus();
    },
    reveal(span) {
      const length = view.state.doc.length;
      view.dispatch({ selection: { anchor: Math.min(span.start, length), head: Math.min(span.end, length) }, scrollIntoView: true });
      view.focus();
    },
    replace(range, text) {
      view.dispatch({ changes: { from: range.start, to: range.end, insert: text } });
      view.focus();
    },
    destroy() {
      alive = false;
      view.destroy();
    },
  };
}

function toMark(finding: Diagnostic, length: number): Mark {
  const span = finding.at?.span;
  const from = Math.min(span?.start ?? 0, length);
  const to = Math.max(from, Math.min(span?.end ?? length, length));
  return {
    from,
    to: to === from ? Math.min(from + 1, length) : to,
    severity: finding.severity,
    source: finding.code,
    message: finding.message,
    renderMessage: () => h("span", null, sentence(capital(finding.message)), finding.help && h("p", null, sentence(capital(finding.help)))),
    actions: fixes(finding),
  };
}

function fixes(finding: Diagnostic): Action[] {
  return (finding.fixes ?? []).map(({ title, span, replacement }) => ({
    name: capital(title.replaceAll("`", "")),
    apply: (view) => view.dispatch({ changes: { from: span.start, to: span.end, insert: replacement } }),
  }));
}
