import { emitKeypressEvents } from 'node:readline';
import type { Key as NodeKey } from 'node:readline';
import { Readable } from 'node:stream';
import type { Key } from './input.js';

/** What is text to the terminal but nothing to write down. */
const CONTROL = /[\0-\x1f\x7f-\x9f]/;

/** Makes a parser of what keys send, Node's own; it keeps what a character lacks until the next bytes. */
export function keyParser(): (bytes: Uint8Array) => Key[] {
  // Node's parser wants a stream, of which it needs the events alone; so it has parsed what it is given at once.
  const stream = new Readable({ read: () => undefined });
  let keys: Key[] = [];
  emitKeypressEvents(stream);
  stream.on('keypress', (text: string | undefined, key: NodeKey) => {
    keys.push(keyOf(text, key));
  });
  return (bytes) => {
    keys = [];
    stream.emit('data', bytes);
    return keys;
  };
}

export const ESCAPE: Key = { kind: 'key', name: 'escape', text: '', isCtrl: false, isShift: false, isMeta: false };

function keyOf(text = '', { name = '', ctrl = false, shift = false, meta = false }: NodeKey): Key {
  return {
    kind: 'key',
    // That is what Node calls a sequence that it does not know.
    name: name === 'undefined' ? '' : name,
    text: CONTROL.test(text) ? '' : text,
    isCtrl: ctrl,
    isShift: shift,
    isMeta: meta,
  };
}
