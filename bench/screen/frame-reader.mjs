import { StringDecoder } from 'node:string_decoder';

/** What every frame stands between. */
const BEGIN = '\x1b[?2026h';
const END = '\x1b[?2026l';

/** Finds the frames in what a terminal is sent, which comes in pieces. */
export class FrameReader {
  #decoder = new StringDecoder('utf8');
  #rest = '';
  #beganAt;
  #found;

  /** @param found called with each frame, as soon as the whole of it is there */
  constructor(found) {
    this.#found = found;
  }

  read(bytes, at) {
    this.#rest += this.#decoder.write(bytes);
    for (;;) {
      if (this.#beganAt === undefined) {
        const begin = this.#rest.indexOf(BEGIN);
        if (begin === -1) {
          this.#rest = this.#rest.slice(-BEGIN.length);
          return;
        }
        this.#rest = this.#rest.slice(begin + BEGIN.length);
        this.#beganAt = at;
      }
      const end = this.#rest.indexOf(END);
      if (end === -1) return;
      const frame = { beganAt: this.#beganAt, endedAt: at, text: this.#rest.slice(0, end) };
      this.#rest = this.#rest.slice(end + END.length);
      this.#beganAt = undefined;
      this.#found(frame);
    }
  }
}
