import { emitKeypressEvents } from 'node:readline';
import type { Key as NodeKey } from 'node:readline';
import { Readable } from 'node:stream';
import type { Key } from './input.js';

/** Characters that the terminal sends as text but that are not printable. */
const CONTROL = /[\0-\x1f\x7f-\x9f]/;

/** Makes a parser of key bytes, Node's own; it keeps an incomplete character until the next bytes. */
export function keyParser(): (bytes: Uint8Array) => Key[] {
  // Node's parser wants a stream, but needs only its events; so it has parsed its bytes as soon as they are emitted.
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
    // Node's name for an unknown sequence.
    name: name === 'undefined' ? '' : name,
    text: CONTROL.test(text) ? '' : text,
    isCtrl: ctrl,
    isShift: shift,
    isMeta: meta,
  };
}
