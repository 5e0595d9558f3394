import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';

/** The keys of a terminal, which a spec writes. */
export class FakeKeyboard extends PassThrough {
  readonly isTTY = true;
  isRaw = false;

  setRawMode(isRaw: boolean): this {
    this.isRaw = isRaw;
    return this;
  }
}

/** What a terminal is told, by its stream and by its descriptor alike. */
export class FakeScreen extends Writable {
  readonly isTTY = true;
  readonly fd: number;
  private readonly folder = mkdtempSync(join(tmpdir(), 'rxmon-terminal-'));
  private readonly path = join(this.folder, 'screen');

  constructor() {
    super();
    this.fd = openSync(this.path, 'a');
  }

  /** All that it has been told so far. */
  get told(): string {
    return readFileSync(this.path, 'utf8');
  }

  override _write(bytes: Buffer, _: BufferEncoding, done: () => void): void {
    writeSync(this.fd, bytes);
    done();
  }

  /** Fails all that is written from now on, as it is when the window was closed. */
  hangUp(code = 'EIO'): void {
    this._write = (_bytes, _encoding, done: (error?: Error) => void) => {
      done(systemError(code));
    };
  }

  remove(): void {
    closeSync(this.fd);
    rmSync(this.folder, { recursive: true });
  }
}

/** An error as the system tells it. */
export const systemError = (code: string): Error => Object.assign(new Error(`${code}: it failed`), { code });
