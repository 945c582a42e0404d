/** Elements without markup: everything shown is a text node, so no value can become an element. */

export type Child = Node | string | number | null | undefined | false | readonly Child[];

type Handlers = { [K in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[K]) => void };
type Attribute = string | number | boolean | null | undefined;

export interface Props {
  class?: string;
  on?: Handlers;
  /** Properties that are set, not attributes: `value`, `checked`, `open`. */
  set?: Record<string, unknown>;
  [attribute: string]: Attribute | Handlers | Record<string, unknown>;
}

export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props?: Props | null,
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (name === "on") {
      for (const [event, handler] of Object.entries(value as Handlers)) {
        element.addEventListener(event, handler as EventListener);
      }
    } else if (name === "set") {
      Object.assign(element, value);
    } else if (value === true) {
      element.setAttribute(name, "");
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, String(value));
    }
  }
  append(element, children);
  return element;
}

export function append(parent: Node, children: readonly Child[]): void {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (Array.isArray(child)) append(parent, child);
    else parent.appendChild(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

export function replace(parent: Element, ...children: Child[]): void {
  const fragment = document.createDocumentFragment();
  append(fragment, children);
  parent.replaceChildren(fragment);
}

/**
 * Like `replace`, but touches only what would look otherwise, so that the browser lays out and paints no more than
 * that. For content without handlers: what stays keeps those it had.
 */
export function renew(parent: Element, ...children: Child[]): void {
  const fragment = document.createDocumentFragment();
  append(fragment, children);
  morph(parent, fragment);
}

function morph(parent: Node, wanted: Node): void {
  const [old, now] = [[...parent.childNodes], [...wanted.childNodes]];
  let from = 0;
  while (from < old.length && from < now.length && old[from]?.isEqualNode(now[from] ?? null)) from += 1;
  let [oldEnd, nowEnd] = [old.length, now.length];
  while (oldEnd > from && nowEnd > from && old[oldEnd - 1]?.isEqualNode(now[nowEnd - 1] ?? null)) {
    oldEnd -= 1;
    nowEnd -= 1;
  }
  const after = old[oldEnd] ?? null;
  for (let at = from; at < Math.max(oldEnd, nowEnd); at += 1) {
    const [here, there] = [at < oldEnd ? old[at] : undefined, at < nowEnd ? now[at] : undefined];
    if (here && there && here instanceof Element && there instanceof Element && here.cloneNode().isEqualNode(there.cloneNode())) morph(here, there);
    else if (here && there) parent.replaceChild(there, here);
    else if (here) parent.removeChild(here);
    else if (there) parent.insertBefore(there, after);
  }
}

/** Signs that cannot be seen but count: controls, changes of direction, what has no width. Joiners are part of letters and emoji. */
export const HIDDEN = /[\0-\x08\v\f\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** Signs of a text as the escapes of JSON. */
export function escaped(text: string, signs: RegExp): string {
  return text.replace(signs, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** A text with nothing in it hidden, for where no element can stand: in attributes, and in the title of the window. */
export function visible(text: string): string {
  return escaped(text, HIDDEN);
}

/** A value from a directory, a file or a link: isolated, so that its direction cannot reach its surroundings, and nothing in it hidden. */
export function value(text: string | number | boolean, className = "value"): HTMLElement {
  return h("bdi", { class: className }, visible(String(text)));
}

/** Sets a text only where it differs: setting it lays out and paints anew. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** A sentence in which the texts of users stand between backticks. */
export function sentence(text: string): Child[] {
  return text.split("`").map((part, index) => (index % 2 === 1 ? h("code", null, value(part)) : visible(part)));
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

let nextId = 0;
export function uniqueId(prefix: string): string {
  nextId += 1;
  return `${prefix}-${nextId}`;
}

/** What can take the focus: an element, or an editor. */
export type Focusable = Pick<HTMLElement, "focus">;

/** A button. Where pressing it takes it away or out of use, `leads` tells where the focus goes on. */
export function button(label: Child, onClick: (event: MouseEvent) => void, props: Props = {}, leads?: () => Focusable | null | undefined): HTMLButtonElement {
  const press = (event: MouseEvent) => {
    onClick(event);
    leads?.()?.focus();
  };
  return h("button", { type: "button", ...props, on: { click: press } }, label);
}

/** Like `replace`, for buttons: the one that has the focus hands it to the one in its place. */
export function replaceButtons(parent: Element, ...children: Child[]): void {
  const buttons = () => [...parent.querySelectorAll("button")];
  const focused = buttons().indexOf(document.activeElement as HTMLButtonElement);
  replace(parent, ...children);
  buttons()[focused]?.focus();
}

/** Whether an event belongs to something that is typed in, which has its own ways with keys and drops. */
export function inField(event: Event): boolean {
  return event.composedPath().some((node) => node instanceof HTMLElement && (node.isContentEditable || /^(input|textarea|select)$/i.test(node.tagName)));
}

/** A labelled form field; the label is always visible. */
export function field(label: Child, control: HTMLElement, hint?: Child): HTMLElement {
  const id = control.id || uniqueId("field");
  control.id = id;
  const parts: Child[] = [h("label", { for: id }, label), control];
  if (hint) {
    const hintId = `${id}-hint`;
    control.setAttribute("aria-describedby", hintId);
    parts.push(h("span", { class: "hint", id: hintId }, hint));
  }
  return h("div", { class: "field" }, parts);
}

type Options = readonly (readonly [value: string, label: string])[];

export function select(
  options: Options,
  current: string,
  onChange: (value: string) => void,
  props: Props = {},
): HTMLSelectElement {
  const control = h("select", { ...props, on: { change: () => onChange(control.value) } });
  offer(control, options, current);
  return control;
}

/** Gives a `select` its options; what is chosen is among them. */
export function offer(control: HTMLSelectElement, options: Options, current: string): void {
  const known = options.some(([option]) => option === current);
  const all = known ? options : [...options, [current, current] as const];
  replace(control, all.map(([option, label]) => h("option", { value: option, selected: option === current }, label)));
}
