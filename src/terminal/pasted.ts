import { defer, mergeMap } from 'rxjs';
import type { OperatorFunction } from 'rxjs';
import type { Input } from './input.js';

/**
 * Node's names for the sequences around a pasted text (mode 2004). Source: XTerm Control Sequences, "Bracketed Paste
 * Mode".
 */
const START = 'paste-start';
const END = 'paste-end';
/** More characters have no use anywhere. */
const MAX_CHARACTERS = 1000;

/**
 * Makes one input of a pasted text, so that its characters are not taken for keys. When the end of a text is lost,
 * Escape ends it. Ctrl-C, which most terminals do not paste, is a key also within it.
 */
export function pasted(): OperatorFunction<Input, Input> {
  return (inputs$) =>
    defer(() => {
      let text: string | undefined;
      return inputs$.pipe(
        mergeMap((input): Input[] => {
          if (input.kind === 'key' && input.name === START) {
            text = '';
            return [];
          }
          if (text === undefined) return [input];
          if (input.kind !== 'key') return [];
          if (input.isCtrl && input.name === 'c') {
            text = undefined;
            return [input];
          }
          if (input.name === END || input.name === 'escape') {
            const paste: Input = { kind: 'paste', text };
            text = undefined;
            return [paste];
          }
          if (text.length < MAX_CHARACTERS) text += input.text === '' ? blankAfter(text) : input.text;
          return [];
        }),
      );
    });
}

const blankAfter = (text: string): string => (text === '' || text.endsWith(' ') ? '' : ' ');
