import { between, oneOf } from './random.mjs';

const SECTIONS = ['blog', 'api/v1/items', 'static', 'images', 'shop', 'search'];
const STATUSES = [...Array(17).fill(200), 301, 404, 503];
const AGENTS = [
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0',
  'curl/8.5.0',
];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Of the hosts in the lines of a scenario. */
export const NETWORK = '192.0.2';

/** Lines of the combined format, stamped with the time at which they are taken; counts what it has given. */
export class Lines {
  /** All that was given: lines, and the bytes that they state as the sizes of the responses. */
  count = 0;
  bytes = 0;
  #second = NaN;
  #stamp = '';

  /**
   * @param random gives numbers in [0, 1)
   * @param identical whether the lines of a second are all the same, as in a load test, rather than all different
   * @param network of the hosts, by which the lines of one can be told from those of another
   * @param lineBytes how long each line is made, its newline included; as it comes unless told
   */
  constructor(random, { identical = false, network = NETWORK, lineBytes = 0 } = {}) {
    this.random = random;
    this.identical = identical;
    this.network = network;
    this.lineBytes = lineBytes;
  }

  /** The text of so many lines, each with its newline. */
  take(count) {
    const stamp = this.#now();
    let text = '';
    for (let i = 0; i < count; i++) text += this.identical ? this.#same(stamp) : this.#distinct(stamp);
    return text;
  }

  #distinct(stamp) {
    const { random } = this;
    const serial = ++this.count;
    const size = Math.floor(between(random, 100, 50_000));
    this.bytes += size;
    const host = `${this.network}.${serial % 251}`;
    const request = `GET /${oneOf(random, SECTIONS)}/${serial}?v=${Math.floor(random() * 1e6)} HTTP/1.1`;
    const line = `${host} - - [${stamp}] "${request}" ${oneOf(random, STATUSES)} ${size} "-" "${oneOf(random, AGENTS)}`;
    return `${line.padEnd(this.lineBytes - 2, '.')}"\n`;
  }

  #same(stamp) {
    this.count++;
    this.bytes += 612;
    return `127.0.0.1 - - [${stamp}] "GET / HTTP/1.1" 200 612 "-" "ApacheBench/2.3"\n`;
  }

  #now() {
    const now = new Date();
    const second = Math.floor(now.getTime() / 1000);
    if (second !== this.#second) {
      this.#second = second;
      const [year, month, day] = now.toISOString().slice(0, 10).split('-');
      this.#stamp = `${day}/${MONTHS[month - 1]}/${year}:${now.toISOString().slice(11, 19)} +0000`;
    }
    return this.#stamp;
  }
}
