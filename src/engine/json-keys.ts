import type { JsonKey } from '../format/known/json-layout.js';
import { FIELDS } from '../format/fields.js';
import { engineMap } from './engine-map.js';

interface Entry {
  readonly place: number;
  readonly node: number;
}

/**
 * Writes the wanted keys into the memory of the engine: a hash table with open addressing, indexed by the object that
 * holds the key (a node, `ROOT` for the line itself) and the key's bytes. Entry: node u32, or 0 for none; text u32,
 * length u32; node below u32; slot i32, rank u32, microseconds f64.
 */
export function writeJsonKeys(memory: Buffer, keys: readonly JsonKey[]): void {
  const { JSON_KEYS, JSON_KEY_BYTES, JSON_SLOTS, ROOT } = engineMap();
  const TEXT = JSON_KEYS + JSON_SLOTS * JSON_KEY_BYTES;
  memory.fill(0, JSON_KEYS, TEXT);
  const entries = new Map<string, Entry>();
  let text = TEXT;

  const entryOf = (node: number, key: string): Entry => {
    const id = `${node} ${key}`;
    const known = entries.get(id);
    if (known !== undefined) return known;
    const bytes = Buffer.from(key);
    let slot = slotOf(node, bytes) % JSON_SLOTS;
    while (memory.readUInt32LE(JSON_KEYS + slot * JSON_KEY_BYTES) !== 0) slot = (slot + 1) % JSON_SLOTS;
    const place = JSON_KEYS + slot * JSON_KEY_BYTES;
    const entry = { place, node: ROOT + 1 + entries.size };
    memory.set(bytes, text);
    memory.writeUInt32LE(node, place);
    memory.writeUInt32LE(text, place + 4);
    memory.writeUInt32LE(bytes.length, place + 8);
    memory.writeUInt32LE(entry.node, place + 12);
    memory.writeInt32LE(-1, place + 16);
    text += bytes.length;
    entries.set(id, entry);
    return entry;
  };

  for (const { path, field, rank, latencyMicroseconds } of keys) {
    let place = 0;
    let node = ROOT;
    for (const key of path) ({ place, node } = entryOf(node, key));
    // Of a key named twice, the first counts: the user's keys come before the known ones.
    if (memory.readInt32LE(place + 16) !== -1) continue;
    memory.writeInt32LE(FIELDS.indexOf(field), place + 16);
    memory.writeUInt32LE(rank, place + 20);
    memory.writeDoubleLE(field === 'latency' ? latencyMicroseconds : 0, place + 24);
  }
}

/** As in `assembly/json-keys.ts`. */
const slotOf = (node: number, key: Buffer): number =>
  node * 131 + key.length * 29 + (key[0] ?? 0) * 7 + (key.at(-1) ?? 0);
