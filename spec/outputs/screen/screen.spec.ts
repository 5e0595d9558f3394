import { appendFileSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BIN, Folder, logLine } from '../../support/program.js';
import { hasTmux, killTmux, Tmux } from '../../support/tmux.js';
import type { Modes, TmuxOptions } from '../../support/tmux.js';

const FLAGS = '--utc -i 1s -w 2s -t 5';
/** An alert lasts long enough to be seen for sure. */
const LONG = '--utc -i 1s -w 10s -t 3';
const TAKEN: Modes = { isAlternate: true, hasCursor: false, hasMouse: true };
const GIVEN_BACK: Modes = { isAlternate: false, hasCursor: true, hasMouse: false };
const FOLLOWING = /^● a\.log following/m;
const KEYS = /^Tab:next .*\/:filter .*\?:keys q:quit$/m;
const CLOCK = /\d\d:\d\d:\d\d/.source;
/** Colours of the text and behind it, the bright ones and those of a palette too. */
const COLOUR = /\x1b\[(?:\d+;)*(?:[349]|10)\d[;m]/;

interface Exported {
  readonly filter: string;
  readonly span: string;
  readonly hits: number;
  readonly tables: { readonly paths: readonly { readonly key: string; readonly hits: number }[] };
}

let folder: Folder;
let terminal: Tmux | undefined;

const append = (text: string): void => {
  appendFileSync(folder.file('a.log'), text);
};
/** Many hits of few bytes, and few of many. */
const pages = (count: number): string => logLine('GET /pages/create HTTP/1.1', '200', '10', '10.0.0.1').repeat(count);
const api = (count: number): string => logLine('GET /api/user HTTP/1.1', '200', '5000', '10.0.0.2').repeat(count);

/** Runs a command in a terminal. */
function open(command: string, options?: TmuxOptions): Tmux {
  terminal = new Tmux(command, folder.path, options);
  return terminal;
}

/** Node with the built program as a shell's command, which leaves its process id in a file. */
function node(args: string, environment = '', nodeFlags = ''): string {
  return `${environment} sh -c 'echo $$ >pid; exec "$@"' sh '${process.execPath}' ${nodeFlags} '${BIN}' ${args}`;
}

/** The program follows `a.log`, and what it shows covers the whole run. */
async function follow(flags = FLAGS, options?: TmuxOptions, nodeFlags?: string): Promise<Tmux> {
  const opened = open(node(`${flags} a.log`, '', nodeFlags), options);
  await opened.shows(FOLLOWING);
  opened.type('t');
  await opened.shows(/─ Traffic last (?:2|10) s ─/);
  opened.type('t');
  await opened.shows(/─ Traffic .* since the start ─/);
  return opened;
}

/** The state has been saved once more. */
async function saved(screen: Tmux): Promise<void> {
  const { ino } = statSync(folder.file('state'));
  await screen.until('newer state', () => statSync(folder.file('state')).ino !== ino || undefined);
}

function kill(signal: NodeJS.Signals): void {
  process.kill(Number(readFileSync(folder.file('pid'), 'utf8')), signal);
}

/** The rows of a table as text. */
function rowsOf(screen: string, table: string): string[] {
  const lines = screen.split('\n');
  const title = new RegExp(`[─▸] ${table} `);
  const first = lines.findIndex((line) => title.test(line));
  const line = lines[first] ?? '';
  const from = line.search(title);
  const width = line.slice(from + 1).search(/[─▸] [A-Z]/);
  const rest = lines.slice(first + 1);
  const below = rest.slice(
    0,
    rest.findIndex((other) => /^[─▸] [A-Z]|^Tab:next/.test(other)),
  );
  return below
    .map((row) => row.slice(from, width === -1 ? undefined : from + width).trim())
    .filter((row) => row !== '');
}

/** Whether the rows of a table have these keys, in this order. */
const hasRows =
  (table: string, ...keys: readonly string[]) =>
  (screen: string): boolean =>
    rowsOf(screen, table)
      .map((row) => row.split(' ')[0])
      .join(' ') === keys.join(' ');

const title = hasTmux ? 'rxmon on a full screen' : 'rxmon on a full screen (skipped: tmux is not installed)';

// Skipped only where tmux, a terminal that can be read back, is not installed, as its title then says: the core's specs need
// Node alone. `.ci/run` installs it.
(hasTmux ? describe : describe.skip)(title, () => {
  beforeEach(() => {
    folder = new Folder();
    terminal = undefined;
    writeFileSync(folder.file('a.log'), '');
  });

  afterEach(() => {
    terminal?.close();
    folder.remove();
  });

  afterAll(killTmux);

  it('shows how it stands, what is requested and by whom, and the keys', async () => {
    const screen = await follow();
    expect(screen.modes()).toEqual(TAKEN);
    append(pages(3) + api(1));
    const shown = await screen.shows(
      hasRows('Sections', '/pages', '/api'),
      hasRows('Paths', '/pages/create', '/api/user'),
      hasRows('Hosts', '10.0.0.1', '10.0.0.2'),
      hasRows('Statuses', '200'),
    );
    expect(shown).toMatch(new RegExp(`^rxmon  up [\\d.]+ m?s · 4 hits +${CLOCK} UTC\n● a\\.log following, common\n`));
    expect(shown).toMatch(KEYS);
    expect(shown).toMatch(/─ Alerts 0 on, 0 before ─/);
  });

  describe('by its keys', () => {
    it('shows all of them on ?, and goes back on any', async () => {
      const screen = await follow();
      screen.type('?');
      await screen.shows(/^The keys of rxmon\n/, /^Esc goes back$/m);
      screen.type('x');
      await screen.shows(FOLLOWING, KEYS, hasRows('Sections'));
    });

    it('filters as is typed, and clears the filter', async () => {
      const screen = await follow();
      append(pages(3) + api(2));
      await screen.shows(hasRows('Paths', '/pages/create', '/api/user'));
      screen.type('/');
      await screen.shows(/^\/_ /m);
      screen.type('path:/api');
      await screen.shows(/^\/path:\/api_ /m, /^rxmon {2}filter path:\/api /, hasRows('Paths', '/api/user'));
      screen.press('Enter');
      await screen.shows(KEYS, /^rxmon {2}filter path:\/api .* 2 hits /, hasRows('Paths', '/api/user'));
      screen.press('Escape');
      await screen.shows(/^rxmon {2}up .* 5 hits /, hasRows('Paths', '/pages/create', '/api/user'));
    });

    it('keeps no filter that makes no sense', async () => {
      const screen = await follow();
      screen.type('/status:>=400');
      screen.press('Enter');
      await screen.shows(/^\/status:>=400_ {2}"status:>=400" is no status/m);
      screen.press('C-u');
      screen.type('status:4xx');
      screen.press('Enter');
      await screen.shows(KEYS, /^rxmon {2}filter status:4xx /);
    });

    it('takes what is pasted for no keys, but for text where a filter is typed', async () => {
      const screen = await follow();
      append(pages(3) + api(2));
      await screen.shows(hasRows('Paths', '/pages/create', '/api/user'));
      screen.paste('eee q\nq');
      screen.type('/');
      await screen.shows(/^\/_ /m);
      screen.paste('path:/api\n');
      await screen.shows(/^\/path:\/api _ /m, hasRows('Paths', '/api/user'));
      expect(readdirSync(folder.path).filter((name) => name.endsWith('.json'))).toEqual([]);
    });

    it('finds at once what fits, among the lines that came before', async () => {
      const screen = await follow();
      append(pages(3) + api(2));
      await screen.shows(hasRows('Paths', '/pages/create', '/api/user'));
      screen.type('/path:/api');
      // Without Enter, and without a line that comes after it.
      await screen.shows(/^rxmon {2}filter path:\/api .* 2 hits /, hasRows('Paths', '/api/user'));
    });

    it('stands still on Space while it goes on counting', async () => {
      const screen = await follow(`${FLAGS} --state state`);
      append(pages(3));
      await screen.shows(hasRows('Paths', '/pages/create'));
      screen.press('Space');
      const frozen = await screen.shows(/^rxmon {2}FROZEN /);
      append(api(2));
      // What is saved after a save that may have been under way has counted them.
      await saved(screen);
      await saved(screen);
      expect(screen.screen()).toBe(frozen);
      screen.press('Space');
      await screen.shows(/^rxmon {2}up .* 5 hits /, hasRows('Paths', '/pages/create', '/api/user'));
    });

    it('moves the threshold', async () => {
      const screen = await follow();
      await screen.shows(/─ Hits\/s threshold 5 over 2 s ─/, / of 5 hits\/s over 2 s$/m);
      screen.type('+');
      await screen.shows(/─ Hits\/s threshold 5\.1 over 2 s ─/, / of 5\.1 hits\/s over 2 s$/m);
      screen.type('--');
      await screen.shows(/─ Hits\/s threshold 4\.9 over 2 s ─/, / of 4\.9 hits\/s over 2 s$/m);
    });

    it('goes from panel to panel, and gives one the whole screen', async () => {
      const screen = await follow();
      await screen.shows(/▸ Sections \d.*─ Paths \d/);
      screen.press('Tab');
      await screen.shows(/─ Sections \d.*▸ Paths \d/);
      screen.press('BTab');
      await screen.shows(/▸ Sections \d.*─ Paths \d/);
      screen.press('Enter');
      const opened = await screen.shows(/^▸ Sections \d/m, (shown) => !shown.includes('Paths'));
      expect(opened).not.toMatch(/Traffic|Hosts|Statuses|Alerts/);
      expect(opened).toMatch(FOLLOWING);
      expect(opened).toMatch(KEYS);
      screen.press('Escape');
      await screen.shows(/▸ Sections \d.*─ Paths \d/, /─ Traffic /, /─ Alerts /);
    });

    it('sorts a table', async () => {
      const screen = await follow();
      append(pages(3) + api(1));
      await screen.shows(/▸ Sections 2 ━.* ▼hits .*─ Paths 2 ─.* ▼hits /, hasRows('Sections', '/pages', '/api'));
      screen.type('s');
      await screen.shows(/▸ Sections 2 ━.* ▼bytes .*─ Paths 2 ─.* ▼hits /, hasRows('Sections', '/api', '/pages'));
    });

    it('covers the interval, the window or the whole run', async () => {
      const screen = await follow();
      append(pages(3));
      await screen.shows(hasRows('Paths', '/pages/create'));
      screen.type('t');
      await screen.shows(/─ Traffic last 1 s ─/, hasRows('Paths'));
      screen.type('t');
      await screen.shows(/─ Traffic last 2 s ─/, hasRows('Paths'));
      screen.type('t');
      await screen.shows(/─ Traffic .* since the start ─/, hasRows('Paths', '/pages/create'));
    });

    it('writes what is shown into a file of the current folder', async () => {
      const screen = await follow();
      append(pages(3) + api(2));
      screen.type('/path:/api');
      screen.press('Enter');
      await screen.shows(KEYS, hasRows('Paths', '/api/user'));
      // A key that is held is pressed once.
      screen.type('eeeee');
      await screen.shows(/^exported to .*/m);
      const files = readdirSync(folder.path).filter((name) => name.endsWith('.json'));
      expect(files).toEqual([expect.stringMatching(/^rxmon-\d{8}T\d{6}Z\.json$/)]);
      const exported = JSON.parse(readFileSync(folder.file(files[0] ?? ''), 'utf8')) as Exported;
      expect(exported).toMatchObject({ type: 'stats', filter: 'path:/api', span: 'run', hits: 2, threshold: 5 });
      expect(exported.tables.paths).toEqual([expect.objectContaining({ key: '/api/user', hits: 2 })]);
    });
  });

  it('says that the traffic is high, then when it was', async () => {
    const screen = await follow();
    append(pages(40));
    const line = new RegExp(`^▲ HIGH TRAFFIC since ${CLOCK} \\(.*\\): .* hits/s.*, \\d+ % above .*, peak 20\\.0$`, 'm');
    await screen.shows(/^rxmon {2,}HIGH TRAFFIC /, /─ Alerts 1 on, 0 before ─/, line);
    const past = new RegExp(`^✓ ${CLOCK} – ${CLOCK}  .* peak 20\\.0 hits/s over 2 s, threshold 5$`, 'm');
    const quiet = await screen.shows(/─ Alerts 0 on, 1 before ─/, past);
    expect(quiet).not.toContain('HIGH TRAFFIC');
  });

  it('fits the terminal whenever its size changes', async () => {
    const screen = await follow();
    append(pages(3));
    await screen.shows(hasRows('Paths', '/pages/create'));
    screen.resize(30, 8);
    const small = await screen.shows(/30x8 is too small/, /Ctrl-C leaves/);
    expect(small).not.toMatch(/Paths|rxmon/);
    screen.resize(100, 30);
    const large = await screen.shows(hasRows('Sections', '/pages'), hasRows('Paths', '/pages/create'));
    expect(large.trimEnd().split('\n')).toHaveLength(30);
    expect(large).toMatch(/^─ Alerts .* ─{60,}$/m);
  });

  describe('leaves the terminal as before, with the whole run and its alerts', () => {
    it.each<[string, (screen: Tmux) => void, code?: number]>([
      [
        'q',
        (screen) => {
          screen.type('q');
        },
      ],
      [
        'Ctrl-C',
        (screen) => {
          screen.press('C-c');
        },
      ],
      ...(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'] as const).map((signal): [string, () => void, number] => [
        signal,
        () => {
          kill(signal);
        },
        // A terminal that is closed ends other programs so.
        signal === 'SIGHUP' ? 129 : 0,
      ]),
    ])('on %s', async (_, leave, code = 0) => {
      const screen = await follow(LONG);
      append(pages(30) + api(10));
      await screen.shows(/^▲ HIGH TRAFFIC since /m, hasRows('Sections', '/pages', '/api'));
      leave(screen);
      const left = await screen.ended();
      expect(screen.modes()).toEqual(GIVEN_BACK);
      expect(screen.isAsBefore()).toBe(true);
      expect(left).toMatch(/^Hits +40 /m);
      expect(left).toMatch(/^\/pages +30 /m);
      expect(left).toMatch(/^\/api +10 /m);
      expect(left).toMatch(/^High traffic generated an alert - hits = 40, triggered at /m);
      expect(left).toMatch(new RegExp(`^exit=${code}$`, 'm'));
      // Nothing of the screen is left, and nothing is told twice.
      expect(left).not.toMatch(/Tab:next|HIGH TRAFFIC|▸/);
      expect(left.match(/^Hits /gm)).toHaveLength(1);
    });
  });

  it('gives the terminal back before an error is told that nobody caught', async () => {
    const crash = `process.on('SIGUSR2', () => { throw new Error('crashed on purpose'); })`;
    // An apostrophe is the one character that would end a shell's word, and is not encoded.
    const module = `data:text/javascript,${encodeURIComponent(crash).replaceAll("'", '%27')}`;
    const screen = await follow(FLAGS, {}, `--import '${module}'`);
    expect(screen.modes()).toEqual(TAKEN);
    kill('SIGUSR2');
    const left = await screen.ended();
    expect(screen.modes()).toEqual(GIVEN_BACK);
    expect(screen.isAsBefore()).toBe(true);
    expect(left).toContain('Error: crashed on purpose');
    expect(left).toMatch(/^exit=[1-9]\d*$/m);
    expect(left).not.toMatch(/Tab:next|▸/);
  });

  it('prints tables one below the other with --plain', async () => {
    const screen = open(node(`${FLAGS} --plain a.log`));
    const tables = async (count: number): Promise<string> =>
      screen.until(`${count} tables`, () => {
        const history = screen.history();
        return history.match(/^\/pages +3 /gm)?.length === count ? history : undefined;
      });
    await screen.shows(/ no hits in /);
    append(pages(3));
    await tables(1);
    append(pages(3));
    const all = await tables(2);
    expect(screen.modes()).toEqual(GIVEN_BACK);
    expect(all).not.toMatch(/Tab:next|▸/);
    screen.press('C-c');
    expect(await screen.ended()).toMatch(/^exit=0$/m);
  });

  it.each(['TERM=linux', 'LANG=C'])('draws in ASCII where there may be nothing else: %s', async (environment) => {
    const screen = open(node(`${FLAGS} a.log`, environment));
    await screen.shows(/^\* a\.log following/m);
    append(pages(3));
    const shown = await screen.shows(/^\* a\.log following, common/m, /^\/pages +3 /m);
    expect(shown).toMatch(/^rxmon {2}up [\d.]+ m?s \. 3 hits /);
    expect(shown).toMatch(/^- Traffic .* -{5,} {2}- Hits\/s .* -{5,}$/m);
    expect(shown).toMatch(/^> Sections 1 =+ .*vhits/m);
    expect(shown).toMatch(/^[\n -~]*$/);
    screen.press('q');
    const left = await screen.ended();
    expect(left).toMatch(/^\/pages +3 /m);
    expect(left).toMatch(/^[\n -~]*$/);
  });

  it('has colours unless NO_COLOR is set', async () => {
    const coloured = open(node(`${FLAGS} a.log`));
    await coloured.shows(FOLLOWING);
    expect(coloured.coloured()).toMatch(COLOUR);
    coloured.close();
    const plain = open(node(`${LONG} a.log`, 'NO_COLOR=1'));
    await plain.shows(FOLLOWING);
    append(pages(40));
    await plain.shows(/^▲ HIGH TRAFFIC since /m);
    expect(plain.coloured()).not.toMatch(COLOUR);
  });

  it('says that it follows standard input', async () => {
    append(pages(1));
    const screen = open(`tail -n +1 -f a.log | ${node(`${FLAGS} -`)}`);
    const shown = await screen.shows(/^rxmon {2}up (?:[3-9]|\d\d)(?:\.\d)? s /);
    expect(shown).toMatch(/^● standard input following, common$/m);
  });

  it('has the keys though the log comes through a pipe', async () => {
    append(pages(1));
    const screen = open(`tail -n +1 -f a.log | ${node(`${FLAGS} -`)}`);
    await screen.shows(/ standard input .*common$/m);
    screen.type('tt');
    await screen.shows(/─ Traffic .* since the start ─/);
    append(api(2));
    await screen.shows(hasRows('Sections', '/api', '/pages'));
    screen.type('q');
    // The shell waits for the other end of the pipe too, which may notice only when it has something to write.
    await screen.shows(/^No alerts$/m);
    const left = await screen.until('exit', () => {
      append(api(1));
      const history = screen.history();
      return /^exit=\d+$/m.test(history) ? history : undefined;
    });
    expect(screen.modes()).toEqual(GIVEN_BACK);
    expect(screen.isAsBefore()).toBe(true);
    expect(left).toMatch(/^Hits +3 /m);
    expect(left).toMatch(/^exit=0$/m);
  });
});
