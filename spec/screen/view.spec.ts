import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SpanBefore } from '../../src/monitor/live/previous-span.js';
import { MORE_PANELS, PANELS } from '../../src/screen/model/panels.js';
import type { Model, Picture } from '../../src/screen/model/model.js';
import { screenTheme } from '../../src/screen/draw/screen-theme.js';
import { titleLine } from '../../src/screen/panels/panel-title.js';
import { view } from '../../src/screen/view.js';
import { widthOf } from '../../src/text/width.js';
import { expectGolden } from '../support/golden.js';
import {
  alertingPicture,
  busyPicture,
  emptyPicture,
  lookOf,
  NOW,
  quietPicture,
  screenModel,
  shopTraffic,
  SILENCE,
  sourceOf,
} from '../support/screen.js';
import { bytesOf, HOSTILE_KEYS, hostileTraffic, statsOf } from '../support/traffic.js';

const SIZES = [
  [80, 24],
  [120, 40],
  [200, 60],
] as const;

const golden = (name: string): URL => new URL(`golden/${name}.txt`, import.meta.url);

/** Hits that fit a filter, as they are shown. */
function filteredPicture(filter: string): Picture {
  const before = new SpanBefore([shopTraffic(64)]);
  const total = { from: NOW - 300_000, hits: 1204, bytes: 34_567_890, unparsed: 0 };
  return busyPicture({ live: { ...busyPicture().live, stats: statsOf(shopTraffic(40)), before, total }, filter });
}

const SCENES: readonly (readonly [name: string, model: (columns: number, rows: number) => Model])[] = [
  ['empty', (columns, rows) => screenModel(emptyPicture(), columns, rows)],
  ['busy', (columns, rows) => screenModel(busyPicture(), columns, rows)],
  ['alerting', (columns, rows) => screenModel(alertingPicture(), columns, rows)],
  [
    'filtered',
    (columns, rows) =>
      screenModel(filteredPicture('status:5xx path:/api'), columns, rows, { filter: 'status:5xx path:/api' }),
  ],
  [
    'typing',
    (columns, rows) =>
      screenModel(filteredPicture('status:5xx'), columns, rows, {
        filter: 'status:5xx',
        draft: { text: 'status:5xx pa', before: '' },
        isFrozen: true,
      }),
  ],
];

describe('view, as it looks', () => {
  for (const [columns, rows] of SIZES) {
    for (const [name, modelAt] of SCENES) {
      const at = `${name}-${columns}x${rows}`;

      it(`shows the screen ${name} at ${columns}x${rows}`, () => {
        expectGolden(view(modelAt(columns, rows), SILENCE, lookOf()), golden(at));
      });

      it(`shows it in colours at ${columns}x${rows}`, () => {
        const look = lookOf({ theme: screenTheme(3, 'dark') });
        expectGolden(view(modelAt(columns, rows), SILENCE, look), golden(`${at}-colour`));
      });

      it(`shows it in ASCII at ${columns}x${rows}`, () => {
        expectGolden(view(modelAt(columns, rows), SILENCE, lookOf({ isUnicode: false })), golden(`${at}-ascii`));
      });
    }
  }

  it('has other colours for a light ground, and for a terminal of 16', () => {
    const model = screenModel(alertingPicture(), 80, 24);
    expectGolden(view(model, SILENCE, lookOf({ theme: screenTheme(3, 'light') })), golden('alerting-80x24-light'));
    expectGolden(view(model, SILENCE, lookOf({ theme: screenTheme(1, 'dark') })), golden('alerting-80x24-16'));
  });

  it('shows each panel on the whole screen', () => {
    for (const panel of PANELS.filter((name) => !(MORE_PANELS as readonly string[]).includes(name))) {
      const model = { ...screenModel(alertingPicture(), 80, 24, { isOpen: true }), focused: [panel] };
      const said = { messages: [{ at: NOW, text: 'access.log was rotated' }], now: undefined };
      expectGolden(view(model, said, lookOf()), golden(`open-${panel}-80x24`));
    }
  });

  it('shows the keys', () => {
    expectGolden(view(screenModel(busyPicture(), 80, 24, { isHelp: true }), SILENCE, lookOf()), golden('help-80x24'));
  });

  it('shows what is small as well as it can', () => {
    expectGolden(view(screenModel(busyPicture(), 40, 12), SILENCE, lookOf()), golden('busy-40x12'));
    expectGolden(view(screenModel(busyPicture(), 60, 16), SILENCE, lookOf()), golden('busy-60x16'));
  });
});

const linesOf = (frame: string): string[] => frame.split('\n');

describe('view', () => {
  it('says that a terminal is too small, and how large it must be', () => {
    expect(linesOf(view(screenModel(busyPicture(), 39, 24), SILENCE, lookOf()))).toEqual([
      '39x24 is too small: 40x12 at least',
      'Ctrl-C leaves',
    ]);
    expect(view(screenModel(busyPicture(), 80, 11), SILENCE, lookOf())).toContain('80x11 is too small');
    expect(linesOf(view(screenModel(busyPicture(), 10, 3), SILENCE, lookOf()))).toEqual([
      '10x3 is',
      'too small:',
      '40x12 at',
    ]);
  });

  it('shows all of the keys on a small screen, row by row', () => {
    const seen = Array.from({ length: 40 }, (_, help) => {
      const model = { ...screenModel(busyPicture(), 40, 12, { isHelp: true }), scrolls: { help } };
      return linesOf(view(model, SILENCE, lookOf()));
    });
    const small = [...new Set(seen.flatMap((lines) => lines.slice(1, -1)))].join(' ').replace(/\s+/g, ' ');
    const large = linesOf(view(screenModel(busyPicture(), 200, 60, { isHelp: true }), SILENCE, lookOf()));
    for (const line of large.slice(1, -1)) expect(small).toContain(line.trim().replace(/\s+/g, ' '));
    expect(seen[0]?.at(-1)).toMatch(/^↑↓ 1–10 of \d+ · Esc goes back$/);
    expect(large.at(-1)).toBe('Esc goes back');
    // However far it was scrolled before the screen grew.
    expect(
      view({ ...screenModel(busyPicture(), 200, 60, { isHelp: true }), scrolls: { help: 30 } }, SILENCE, lookOf()),
    ).toBe(large.join('\n'));
  });

  it('says that traffic is high while the picture stands still', () => {
    const frozen = { ...screenModel(busyPicture(), 80, 24, { isFrozen: true }), latest: alertingPicture() };
    const [state = ''] = linesOf(view(frozen, SILENCE, lookOf()));
    expect(state).toMatch(/^rxmon {2}HIGH TRAFFIC {3}FROZEN /);
    expect(linesOf(view({ ...frozen, latest: busyPicture() }, SILENCE, lookOf()))[0]).not.toContain('HIGH');
  });

  it('says how far a filter reaches back, and that alerts are of all hits', () => {
    const picture = busyPicture();
    const { live } = picture;
    const total = { ...live.total, from: live.at - 300_000, hits: 7501 };
    const filtered = { ...picture, live: { ...live, span: 'run' as const, total }, filter: 'path:/' };
    const frame = view(screenModel(filtered, 120, 40, { filter: 'path:/' }), SILENCE, lookOf());
    expect(frame).toMatch(/filter path:\/ {3}up 1 h · 7,501 hits in 5 min · /);
    expect(frame).toContain('Alerts 0 on, 1 before, of all hits');
    expect(frame).not.toContain('since the start');
    // Until the lines have passed it, what is shown is all of them.
    const unfiltered = view(screenModel({ ...filtered, filter: '' }, 120, 40, { filter: 'path:/' }), SILENCE, lookOf());
    expect(unfiltered).toMatch(/filter path:\/ {3}up 1 h · 7,501 hits · /);
    expect(unfiltered).toContain('since the start');
    const frozen = screenModel(filtered, 120, 40, { filter: 'other', isFrozen: true });
    expect(view(frozen, SILENCE, lookOf())).toContain('filter path:/ ');
  });

  it('says why a filter makes no sense, however long it is', () => {
    const bottomOf = (text: string, columns: number): string =>
      linesOf(view(screenModel(busyPicture(), columns, 24, { draft: { text, before: '' } }), SILENCE, lookOf())).at(
        -1,
      ) ?? '';
    expect(bottomOf(`${'long '.repeat(30)}status:>=400`, 120)).toMatch(
      /^….*status:>=400_ {2}"status:>=400" is no status/,
    );
    expect(bottomOf(`${'long '.repeat(30)}status:>=400`, 40)).toMatch(/^….*400_ {2}"status/);
    expect(bottomOf('x'.repeat(150), 80)).toBe(`…${'x'.repeat(78)}_`);
  });

  it('says in the narrowest title which rows are seen', () => {
    const title = {
      panel: 'sections',
      panels: ['sections'],
      isFocused: true,
      about: '13–16/126',
      brief: '13–16',
    } as const;
    expect(titleLine(title, 22, lookOf().theme)).toBe('▸ Sections 13–16/126 ━');
    expect(titleLine(title, 18, lookOf().theme)).toBe('▸ Sections 13–16 ━');
    expect(titleLine({ ...title, brief: '1,300–1,306' }, 18, lookOf().theme)).toBe('▸ Sections ━━━━━━━');
    const scrolled = { ...screenModel(busyPicture(), 80, 24), scrolls: { hosts: 12 } };
    expect(view(scrolled, SILENCE, lookOf())).toContain('─ Hosts 13–16/56 ');
  });

  it('shows all of a message where the files have the screen for themselves', () => {
    const model = { ...screenModel(busyPicture(), 40, 20, { isOpen: true }), focused: ['files'] as const };
    const text =
      'access.log has lines that do not fit the log format; they are counted as unparsed, like this one: x y z';
    const said = { messages: [{ at: NOW, text }], now: undefined };
    const frame = view(model, said, lookOf());
    expect(frame.replace(/\s+/g, ' ')).toContain(text);
  });

  it('shows what was said in place of the files', () => {
    const model = screenModel(busyPicture(), 80, 24);
    expect(linesOf(view(model, SILENCE, lookOf()))[1]).toContain('access.log following, combined');
    const said = { messages: [], now: 'a.log was rotated; reading the new file from the start' };
    expect(linesOf(view(model, said, lookOf()))[1]).toBe(said.now);
  });

  it('names the files in trouble first, and how many there are when not all can be named', () => {
    const sources = [
      ...Array.from({ length: 30 }, (_, i) => sourceOf({ source: `/var/log/nginx/site-${i}.log` })),
      sourceOf({ source: '/var/log/nginx/gone.log', state: 'waiting' }),
    ];
    const files = linesOf(view(screenModel(busyPicture({ sources }), 80, 24), SILENCE, lookOf()))[1];
    expect(files).toMatch(/^31 files · ○ gone\.log waiting, combined · ● site-0\.log/);
  });

  it('shows nothing where there is nothing, without a number that is none', () => {
    for (const picture of [emptyPicture(), quietPicture()]) {
      for (const [columns, rows] of SIZES) {
        expect(view(screenModel(picture, columns, rows), SILENCE, lookOf())).not.toMatch(/NaN|undefined|Infinity|null/);
      }
    }
  });
});

const hostilePicture = (): Picture =>
  busyPicture({
    live: { ...busyPicture().live, stats: statsOf(hostileTraffic()), before: new SpanBefore([hostileTraffic()]) },
    sources: HOSTILE_KEYS.map((source) => sourceOf({ source })),
  });

describe('view, whatever it is given', () => {
  it('has a line for each row at most, none wider than the terminal, and no control sequence but colours', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 230 }),
        fc.integer({ min: 1, max: 70 }),
        fc.constantFrom(emptyPicture, busyPicture, alertingPicture, hostilePicture),
        fc.constantFrom(...PANELS),
        fc.record({
          isOpen: fc.boolean(),
          isHelp: fc.boolean(),
          isFrozen: fc.boolean(),
          filter: fc.constantFrom('', 'status:5xx', `path:${bytesOf('/日本')}`, '\x1b[2J'),
          draft: fc.option(fc.record({ text: fc.string({ unit: 'binary' }), before: fc.constant('') }), {
            nil: undefined,
          }),
        }),
        fc.boolean(),
        fc.constantFrom(0, 3),
        (columns, rows, picture, panel, controls, isUnicode, colours) => {
          const shown = { ...picture(), filter: controls.filter };
          const model = { ...screenModel(shown, columns, rows, controls), focused: [panel] };
          const look = lookOf({ isUnicode, theme: screenTheme(colours, 'dark') });
          const frame = view(model, { messages: [], now: 'said '.repeat(60) }, look);
          const lines = linesOf(frame);
          expect(lines.length).toBeLessThanOrEqual(rows);
          for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(columns);
          expect(frame.replace(/\x1b\[[0-9;]*m/g, '')).not.toMatch(/[\0-\x09\x0b-\x1f\x7f-\x9f]/);
        },
      ),
      { numRuns: 150 },
    );
  });
});
