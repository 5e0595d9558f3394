import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as real } from 'node:timers/promises';

/** How long what must come may take on a busy machine. */
const PATIENCE_MS = 60_000;
const LOOK_MS = 25;
/**
 * What has stood still for so long is a whole frame. A single look may see the upper part of a frame above the lower part of
 * the one before: tmux before 3.4 does not heed the marks around a frame, and reads it in pieces.
 */
const STEADY_MS = 3 * LOOK_MS;
/** So many looks, too: each may take long. */
const STEADY_LOOKS = 3;

export const hasTmux = spawnSync('tmux', ['-V']).status === 0;

/** A server of this process alone, with no settings of the user. */
const SERVER = ['-L', `rxmon-${process.pid}`, '-f', '/dev/null', '-u'];

/** What decides on how things look is what the spec sets, whatever whoever runs it has set: chalk heeds a dozen names, like CI. */
const { HOME, PATH, TMPDIR } = process.env;
const ENVIRONMENT = { HOME, PATH, TMPDIR, LANG: 'C.UTF-8' };

function tmux(...args: readonly string[]): string {
  return execFileSync('tmux', [...SERVER, ...args], {
    env: ENVIRONMENT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** The same, where it does not matter if it fails. */
const ask = (...args: readonly string[]) => spawnSync('tmux', [...SERVER, ...args], { env: ENVIRONMENT });

/** Ends the server with all that runs in it, if there is one, and removes its socket, which it leaves behind. */
export function killTmux(): void {
  const socket = String(ask('display-message', '-p', '#{socket_path}').stdout).trim();
  ask('kill-server');
  if (socket !== '') rmSync(socket, { force: true });
}

/** What programs have switched on in a terminal. */
export interface Modes {
  readonly isAlternate: boolean;
  readonly hasCursor: boolean;
  readonly hasMouse: boolean;
}

export interface TmuxOptions {
  readonly columns?: number;
  readonly rows?: number;
}

/** A terminal in which a command runs, and which stays when that has ended. */
export class Tmux {
  private readonly pane: string;
  /** Of the shell, and the group of all that runs in the terminal. */
  private readonly pid: number;

  /**
   * Runs a shell's command in a folder. When it has ended, the terminal shows `exit=` with its code.
   *
   * @param command writes its process id into a file `pid` where that is wanted
   */
  constructor(
    command: string,
    private readonly folder: string,
    { columns = 80, rows = 24 }: TmuxOptions = {},
  ) {
    // Ctrl-C is for the command, not for the shell that has to tell how it ended.
    const script = `trap : INT; stty -g >before; ${command}; code=$?; stty -g >after; echo "exit=$code"; trap '' INT; exec cat`;
    const size = ['-x', String(columns), '-y', String(rows)];
    const session = [
      'new-session',
      '-d',
      '-P',
      '-F',
      '#{pane_id} #{pane_pid}',
      ...size,
      '-c',
      folder,
      'sh',
      '-c',
      script,
    ];
    const [pane = '', pid] = tmux('start-server', ';', 'set-option', '-s', 'exit-empty', 'off', ';', ...session).split(
      ' ',
    );
    this.pane = pane;
    this.pid = Number(pid);
  }

  /** What is seen. */
  screen(): string {
    return tmux('capture-pane', '-p', '-t', this.pane);
  }

  /** With the sequences that colour it. */
  coloured(): string {
    return tmux('capture-pane', '-p', '-e', '-t', this.pane);
  }

  /** With what has scrolled out at the top. */
  history(): string {
    return tmux('capture-pane', '-p', '-S', '-200', '-t', this.pane);
  }

  modes(): Modes {
    const format = '#{alternate_on} #{cursor_flag} #{mouse_any_flag}';
    const flags = tmux('display-message', '-p', '-t', this.pane, format).trim().split(' ');
    const [isAlternate, hasCursor, hasMouse] = flags.map((flag) => flag === '1');
    return { isAlternate: isAlternate === true, hasCursor: hasCursor === true, hasMouse: hasMouse === true };
  }

  /** Whether lines are read and echoed as before the command. */
  isAsBefore(): boolean {
    const [before, after] = ['before', 'after'].map((name) => readFileSync(join(this.folder, name), 'utf8'));
    return before !== '' && before === after;
  }

  type(text: string): void {
    tmux('send-keys', '-t', this.pane, '-l', '--', text);
  }

  /** As a terminal pastes: with marks around the text, if the program has asked for them. */
  paste(text: string): void {
    tmux('set-buffer', '--', text);
    tmux('paste-buffer', '-p', '-t', this.pane);
  }

  /** Keys by the names that tmux has for them: `Enter`, `Escape`, `C-c`. */
  press(...keys: readonly string[]): void {
    tmux('send-keys', '-t', this.pane, ...keys);
  }

  resize(columns: number, rows: number): void {
    tmux('resize-window', '-t', this.pane, '-x', String(columns), '-y', String(rows));
  }

  /** Waits until the screen is as it should be and stays so for a moment, and gives it. */
  async shows(...what: readonly (RegExp | ((screen: string) => boolean))[]): Promise<string> {
    const fits = (text: string) => what.every((one) => (typeof one === 'function' ? one(text) : one.test(text)));
    let last: string | undefined;
    let since = 0;
    let looks = 0;
    return this.until(what.map(String).join(' and '), () => {
      const screen = this.screen();
      if (screen !== last) {
        since = performance.now();
        looks = 0;
      }
      last = screen;
      const isSteady = ++looks >= STEADY_LOOKS && performance.now() - since >= STEADY_MS;
      return isSteady && fits(screen) ? screen : undefined;
    });
  }

  /** Waits until the command has ended; gives all that stands in the terminal then. */
  async ended(): Promise<string> {
    return this.until('exit', () => {
      const history = this.history();
      return /^exit=\d+$/m.test(history) ? history : undefined;
    });
  }

  /** Waits until something is found that may be outside of the terminal. */
  async until<T>(what: string, find: () => T | undefined): Promise<T> {
    for (const deadline = performance.now() + PATIENCE_MS; ;) {
      const value = find();
      if (value !== undefined) return value;
      if (performance.now() > deadline) throw new Error(`There was no ${what}; the screen was\n${this.screen()}`);
      await real(LOOK_MS);
    }
  }

  /** Kills all that runs in it, so that nothing is written into the folder any more. */
  close(): void {
    process.kill(-this.pid, 'SIGKILL');
    ask('kill-pane', '-t', this.pane);
  }
}
