import { ended, start } from '../process/children.mjs';

/** One report, and what it has said. */
export class Report {
  stderr = '';
  /** The exit code or the signal, once it has ended. */
  end;
  #stdout = '';
  #planned;

  constructor(bin, files, flags = []) {
    this.child = start(process.execPath, [bin, 'report', '--json', ...files, ...flags], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout.setEncoding('utf8').on('data', (text) => (this.#stdout += text));
    this.#planned = new Promise((resolve) => {
      this.child.stderr.setEncoding('utf8').on('data', (text) => {
        this.stderr += text;
        if (this.stderr.includes('read as')) resolve();
      });
    });
    this.ended = ended(this.child).then((end) => (this.end = end));
  }

  /** Resolves when it has opened its files, or has ended. */
  planned() {
    return Promise.race([this.#planned, this.ended]);
  }

  get counts() {
    const { hits, bytes } = JSON.parse(this.#stdout);
    return { hits, bytes };
  }

  get isPartial() {
    return JSON.parse(this.#stdout).partial;
  }

  hold() {
    this.child.kill('SIGSTOP');
  }

  release() {
    this.child.kill('SIGCONT');
  }
}
