import type { Readable } from 'node:stream';
import { catchError, concat, defer, EMPTY, finalize, from, map, of, takeUntil } from 'rxjs';
import type { Observable } from 'rxjs';
import { emptyDigest } from '../digest/digest.js';
import type { Digest } from '../digest/digest.js';
import { Engine } from '../engine/engine.js';
import type { Layout } from '../format/layout.js';
import { readFault } from '../source/file-error.js';
import { TrailingGarbage } from '../source/file/gunzip.js';
import { packedFault, PackedError } from '../source/file/packing.js';
import { unpacked } from '../source/file/unpacked.js';
import { Feeder } from '../engine/engine-feeder.js';
import type { FoldEvent } from './fold-all.js';
import { noFormat } from './plan-faults.js';
import type { TimeBounds } from '../engine/time-bounds.js';
import { INPUT_BYTES } from './protocol.js';
import type { Failed, Progress, Remark } from './protocol.js';

/** How many bytes are searched for lines of a known format. */
const MAX_HEAD_BYTES = 4 * 1024 * 1024;
const NEWLINE = 0x0a;

export interface StreamOptions {
  /** Its name in messages. */
  readonly path: string;
  /**
   * The layout of a stream that begins with these bytes; undefined when there is none. Called again with more bytes
   * until there is one.
   */
  readonly layoutOf: (head: Uint8Array) => Layout | undefined;
  readonly bounds: TimeBounds | undefined;
}

/**
 * Folds a stream to its end, unpacked where it is packed by gzip.
 *
 * @param stop$ stops the reading when it emits
 */
export function foldStream(
  open: () => Readable,
  { path, layoutOf, bounds }: StreamOptions,
  stop$: Observable<unknown> = EMPTY,
): Observable<FoldEvent> {
  return defer(() => {
    const folder = new StreamFolder(path, layoutOf, bounds);
    const read$ = defer(() => {
      const stream = open();
      return from(unpacked(stream)).pipe(finalize(() => stream.destroy()));
    }).pipe(
      takeUntil(stop$),
      map((bytes): Progress => {
        folder.push(bytes);
        return { kind: 'progress', bytes: bytes.length };
      }),
      catchError((error: unknown) => {
        if (!(error instanceof TrailingGarbage)) throw error;
        return of<Remark>({ kind: 'remark', path, text: error.message });
      }),
    );
    const rest$ = defer(() => {
      folder.finish();
      return EMPTY;
    });
    const work$ = concat(read$, rest$).pipe(
      catchError((error: Error) => {
        folder.drop();
        return of<Failed>({ kind: 'failed', path, reason: reasonOf(error) });
      }),
    );
    const digest$ = defer(() => of({ kind: 'digest' as const, digest: folder.end() }));
    return concat(work$, digest$);
  });
}

/** Its lines fit no known format. */
class UnknownFormat extends Error {}

function reasonOf(error: Error): string {
  if (error instanceof UnknownFormat) return error.message;
  return error instanceof PackedError ? packedFault(error.packing, 'report -') : readFault(error);
}

class StreamFolder {
  private readonly engine = new Engine(INPUT_BYTES);
  private readonly digest = emptyDigest();
  private readonly feeder: Feeder;
  /**
   * The bytes from before the layout was known: a pipe may give half a line first, and a first line may fit no format.
   */
  private head: Buffer | undefined = Buffer.alloc(0);

  constructor(
    path: string,
    private readonly layoutOf: (head: Uint8Array) => Layout | undefined,
    private readonly bounds: TimeBounds | undefined,
  ) {
    this.feeder = new Feeder(this.engine, path, this.digest);
  }

  push(bytes: Uint8Array): void {
    if (this.head === undefined) {
      this.feeder.push(bytes);
      return;
    }
    const head = Buffer.concat([this.head, bytes]);
    if (this.isBegun(head, head.lastIndexOf(NEWLINE) + 1)) return;
    if (head.length > MAX_HEAD_BYTES) throw new UnknownFormat(noFormat(head));
    this.head = head;
  }

  /** The stream has ended: without a layout yet, all bytes so far must decide it. */
  finish(): void {
    const { head } = this;
    if (head === undefined || head.length === 0 || this.isBegun(head, head.length)) return;
    throw new UnknownFormat(noFormat(head));
  }

  /** The stream cannot be read further: its last line is incomplete. */
  drop(): void {
    this.feeder.drop();
  }

  end(): Digest {
    this.feeder.end();
    return this.digest;
  }

  /** Begins with the bytes so far if `length` of them decide a layout; returns whether they do. */
  private isBegun(head: Buffer, length: number): boolean {
    const layout = this.layoutOf(head.subarray(0, length));
    if (layout === undefined) return false;
    this.engine.use(layout);
    this.engine.limit(this.bounds);
    this.head = undefined;
    this.feeder.push(head);
    return true;
  }
}
