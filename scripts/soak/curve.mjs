const WIDTH = 16;

/** A table that is printed as its rows come: its head at once, and of the rows as many as are good to read. */
export class Curve {
  #every;
  #rows = 0;

  /** @param expected how many rows will come */
  constructor(head, expected, shown = 24) {
    this.#every = Math.ceil(expected / shown);
    console.log(`\n${lineOf(head)}`);
  }

  add(cells) {
    if (this.#rows++ % this.#every === 0) console.log(lineOf(cells));
  }
}

const lineOf = (cells) => cells.map((cell) => cell.padStart(WIDTH)).join('');
