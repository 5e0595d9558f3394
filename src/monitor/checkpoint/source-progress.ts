import type { Position, Progress } from '../../source/source-event.js';
import type { Decoded } from '../decode/decode.js';

/** Records a source's position; returns whether it changed. */
export function noteProgress(sources: Map<string, Progress>, event: Decoded): boolean {
  if (event.kind === 'files') {
    const { home, positions, known } = event;
    sources.set(event.source, { home, positions, known });
    return true;
  }
  if (event.kind !== 'batch' || event.position === undefined) return false;
  const progress = sources.get(event.source) ?? { positions: [], known: [] };
  sources.set(event.source, { ...progress, positions: movedOn(progress.positions, event.position) });
  return true;
}

/** The positions with that of one file advanced. */
function movedOn(positions: readonly Position[], position: Position): Position[] {
  const isKnown = positions.some(({ file }) => file === position.file);
  if (!isKnown) return [...positions, position];
  return positions.map((other) => (other.file === position.file ? position : other));
}
