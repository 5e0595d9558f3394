import { parseFilter } from '../../format/filter/filter.js';
import type { SpanName } from '../../monitor/live/live.js';
import type { Input, Key } from '../../terminal/input.js';
import { isScrollKey } from './scrolling.js';
import { stepped } from './threshold-steps.js';

/** State that keys alone decide, whatever is on screen; the data to show depends on it. */
export interface Controls {
  /** The current filter, as it was typed; empty for none. */
  readonly filter: string;
  /** The filter being typed, and the one before it; undefined when none is being typed. */
  readonly draft: { readonly text: string; readonly before: string } | undefined;
  /** Hits per second. */
  readonly threshold: number;
  readonly span: SpanName;
  /** Whether the picture is frozen while counting goes on. */
  readonly isFrozen: boolean;
  /** Whether the focused panel has the whole screen. */
  readonly isOpen: boolean;
  readonly isHelp: boolean;
  /** How often an export of the screen was asked for. */
  readonly exports: number;
  /** Whether the user has left. */
  readonly isOver: boolean;
}

const SPANS = ['interval', 'window', 'run'] as const;
/** A text pasted by mistake must not fill the line for ever. */
const MAX_DRAFT = 200;

export const controlsAt = (threshold: number): Controls => ({
  filter: '',
  draft: undefined,
  threshold,
  span: 'interval',
  isFrozen: false,
  isOpen: false,
  isHelp: false,
  exports: 0,
  isOver: false,
});

const nextSpan = (span: SpanName): SpanName => SPANS[(SPANS.indexOf(span) + 1) % SPANS.length] ?? 'interval';

/** The controls after a key; the mouse changes none, nor does a paste anywhere but into a filter. */
export function control(controls: Controls, input: Input): Controls {
  if (input.kind === 'mouse') return controls;
  // A text pasted by mistake must not be taken for keys.
  if (input.kind === 'paste')
    return controls.draft === undefined
      ? controls
      : drafted(controls, controls.draft, added(controls.draft.text, input.text));
  if (input.isCtrl && input.name === 'c') return { ...controls, isOver: true };
  if (controls.draft !== undefined) return typed(controls, controls.draft, input);
  // Any key leaves the help, and does nothing else, unless it scrolls.
  if (controls.isHelp) return isScrollKey(input) ? controls : { ...controls, isHelp: false };
  if (input.isCtrl || input.isMeta) return controls;
  return commanded(controls, input);
}

function commanded(controls: Controls, { name, text }: Key): Controls {
  switch (text === '' ? name : text) {
    case 'q':
      return { ...controls, isOver: true };
    case '?':
      return { ...controls, isHelp: true };
    case '/':
      return { ...controls, draft: { text: controls.filter, before: controls.filter } };
    case ' ':
      return { ...controls, isFrozen: !controls.isFrozen };
    case '+':
    case '=':
      return { ...controls, threshold: stepped(controls.threshold, 1) };
    case '-':
    case '_':
      return { ...controls, threshold: stepped(controls.threshold, -1) };
    case 't':
      // A frozen picture shows the span before.
      return { ...controls, span: nextSpan(controls.span), isFrozen: false };
    case 'e':
      return { ...controls, exports: controls.exports + 1 };
    case 'return':
    case 'enter':
      return { ...controls, isOpen: !controls.isOpen };
    case 'escape':
      if (controls.isOpen) return { ...controls, isOpen: false };
      // A frozen picture shows hits that fitted the filter.
      return controls.filter === '' ? controls : { ...controls, filter: '', isFrozen: false };
    default:
      return controls;
  }
}

/** A filter applies as it is typed; a faulty one leaves the one before. */
function typed(controls: Controls, { text, before }: NonNullable<Controls['draft']>, key: Key): Controls {
  switch (key.name) {
    case 'return':
    case 'enter':
      // A faulty filter is not left behind as if it applied: the reason stays beside it.
      return 'fault' in parseFilter(text) ? controls : { ...controls, draft: undefined };
    case 'escape':
      return { ...controls, draft: undefined, filter: before };
  }
  return drafted(controls, { text, before }, edit(text, key));
}

/** The controls with another text in the line. */
function drafted(controls: Controls, { text, before }: NonNullable<Controls['draft']>, edited: string): Controls {
  if (edited === text) return controls;
  const filter = 'fault' in parseFilter(edited) ? controls.filter : edited.trim();
  // A filter being typed shows its effect at once.
  return { ...controls, draft: { text: edited, before }, filter, isFrozen: false };
}

function edit(text: string, { name, text: more, isCtrl }: Key): string {
  if (name === 'backspace') return text.replace(/.$/su, '');
  if (isCtrl && name === 'u') return '';
  if (isCtrl && name === 'w') return text.replace(/\S*\s*$/, '');
  return isCtrl ? text : added(text, more);
}

/** The text with as much more as fits, without half characters. */
const added = (text: string, more: string): string =>
  text + more.slice(0, MAX_DRAFT - text.length).replace(/[\ud800-\udbff]$/, '');
