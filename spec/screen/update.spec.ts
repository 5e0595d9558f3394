import { describe, expect, it } from '@jest/globals';
import { control } from '../../src/screen/model/controls.js';
import { helpPage, helpRows } from '../../src/screen/draw/help-page.js';
import { focusOf } from '../../src/screen/model/model.js';
import type { Model } from '../../src/screen/model/model.js';
import { MORE_PANELS } from '../../src/screen/model/panels.js';
import { seenPanels } from '../../src/screen/model/seen-panels.js';
import type { PanelName } from '../../src/screen/model/panels.js';
import { placeOf, shownPanels } from '../../src/screen/layout/shown-panels.js';
import { update } from '../../src/screen/update.js';
import type { Input } from '../../src/terminal/input.js';
import { view } from '../../src/screen/view.js';
import {
  alertingPicture,
  busyPicture,
  emptyPicture,
  key,
  keys,
  lookOf,
  mouse,
  NOW,
  screenModel,
  shopTraffic,
  SILENCE,
  sourceOf,
} from '../support/screen.js';
import { withTables } from '../support/digest.js';
import { statsOf } from '../support/traffic.js';

const typedInto = (model: Model, ...inputs: readonly Input[]): Model =>
  inputs.reduce(
    (before, input) =>
      update(before, {
        kind: 'input',
        input,
        before: before.controls,
        controls: control(before.controls, input),
      }),
    model,
  );

const at = (columns: number, rows: number): Model => screenModel(busyPicture(), columns, rows);
const pressed = (model: Model, ...names: string[]): Model => typedInto(model, ...names.map(key));
const focusAfter = (model: Model, ...names: string[]): PanelName => focusOf(pressed(model, ...names));

describe('update', () => {
  it.each([true, false])('goes by Tab to a panel beyond those of the layout only once it has keys: %s', (hasKeys) => {
    const { live } = busyPicture();
    const more = Object.fromEntries(MORE_PANELS.map((name) => [name, live.stats.digest.tables.hosts]));
    const digest = hasKeys ? withTables(live.stats.digest, more) : live.stats.digest;
    const picture = busyPicture({ live: { ...live, stats: { ...live.stats, digest } } });
    const model = screenModel(picture, 80, 24);
    const shown = shownPanels(model).flatMap(({ panels }) => panels);
    for (const panel of MORE_PANELS) {
      expect(seenPanels(model).includes(panel)).toBe(hasKeys);
      expect(shown.includes(panel)).toBe(hasKeys);
    }
  });

  it('goes through all panels by Tab, and back by Shift-Tab', () => {
    const panels = seenPanels(at(80, 24));
    const tabs = panels.map((_, i) => focusAfter(at(80, 24), ...Array<string>(i).fill('tab')));
    expect(new Set(tabs)).toEqual(new Set(panels));
    expect(focusAfter(at(80, 24), ...Array<string>(panels.length).fill('tab'))).toBe('sections');
    expect(focusAfter(at(80, 24), 'tab', 'shift-tab')).toBe('sections');
  });

  it('goes where an arrow points', () => {
    const wide = at(200, 60);
    expect(focusAfter(wide, 'right')).toBe('paths');
    expect(focusAfter(wide, 'right', 'right')).toBe('hosts');
    expect(focusAfter(wide, 'down')).toBe('statuses');
    expect(focusAfter(wide, 'right', 'down')).toBe('agents');
    expect(focusAfter(wide, 'down', 'down')).toBe('alerts');
    expect(focusAfter(wide, 'up')).toBe('traffic');
    expect(focusAfter(wide, 'up', 'right')).toBe('chart');
    expect(focusAfter(wide, 'up', 'up')).toBe('files');
    expect(focusAfter(wide, 'left')).toBe('sections');
  });

  it('takes hjkl for arrows', () => {
    const wide = at(200, 60);
    expect(focusAfter(wide, 'l')).toBe('paths');
    expect(focusAfter(wide, 'l', 'h')).toBe('sections');
    expect(focusAfter(wide, 'j')).toBe('statuses');
    expect(focusAfter(wide, 'j', 'k')).toBe('sections');
  });

  it('shows of the panels that share a place the one that had the focus last', () => {
    const panels = (model: Model): PanelName[] => shownPanels(model).map(({ panel }) => panel);
    expect(panels(at(80, 24))).toContain('hosts');
    expect(panels(at(80, 24))).not.toContain('agents');
    const onAgents = { ...at(80, 24), focused: ['agents' as const] };
    expect(panels(onAgents)).toContain('agents');
    expect(panels(pressed(onAgents, 'up'))).toContain('agents');
  });

  it('goes round the orders of a table, and not of a panel that has none', () => {
    expect(pressed(at(80, 24), 's').sorts).toEqual({ sections: 'bytes' });
    expect(pressed(at(80, 24), 's', 's').sorts).toEqual({ sections: 'errors' });
    expect(pressed(at(80, 24), 's', 's', 's').sorts).toEqual({ sections: 'hits' });
    expect(pressed({ ...at(80, 24), focused: ['chart'] }, 's').sorts).toEqual({});
  });

  describe('scrolling', () => {
    const hosts = (columns: number, rows: number): Model => ({ ...at(columns, rows), focused: ['hosts'] });
    const total = busyPicture().live.stats.digest.tables.hosts.size;

    it('goes by pages, and no further than the last row', () => {
      const page = (placeOf('hosts', shownPanels(hosts(80, 24)))?.height ?? 0) - 1;
      expect(pressed(hosts(80, 24), 'pagedown').scrolls.hosts).toBe(page);
      expect(pressed(hosts(80, 24), 'pagedown', 'pageup').scrolls.hosts).toBe(0);
      expect(pressed(hosts(80, 24), 'end').scrolls.hosts).toBe(total - page);
      expect(pressed(hosts(80, 24), 'end', 'pagedown', 'pageup').scrolls.hosts).toBe(total - 2 * page);
      expect(pressed(hosts(80, 24), 'end', 'home').scrolls.hosts).toBe(0);
    });

    it('goes by rows in a panel that has the whole screen', () => {
      expect(pressed(hosts(80, 24), 'return', 'down', 'j').scrolls.hosts).toBe(2);
      expect(pressed(hosts(80, 24), 'return', 'down', 'k').scrolls.hosts).toBe(0);
      expect(focusAfter(hosts(80, 24), 'return', 'right')).toBe('statuses');
    });

    it('stays where it is in what has less rows than its panel', () => {
      const statuses: Model = { ...at(200, 60), focused: ['statuses'] };
      expect(pressed(statuses, 'pagedown', 'end').scrolls.statuses).toBe(0);
    });

    it('reaches every file, also when messages take the lower half of their panel', () => {
      const sources = Array.from({ length: 30 }, (_, i) => sourceOf({ source: `/var/log/site-${i}.log` }));
      const files: Model = { ...screenModel(busyPicture({ sources }), 80, 24), focused: ['files'] };
      const end = pressed(files, 'return', 'end');
      for (const messages of [[], [{ at: NOW, text: 'site-0.log was rotated' }]])
        expect(view(end, { messages, now: undefined }, lookOf())).toContain('site-29.log');
    });

    it('shows as many rows as there is room for when there are less than there were', () => {
      const end = pressed(hosts(80, 24), 'end');
      const few = busyPicture({ live: { ...busyPicture().live, stats: statsOf(shopTraffic(25)) } });
      const rows = (frame: string): number => frame.match(/^(▸ Hosts|10\.0\.)/gm)?.length ?? 0;
      const later = view(update(end, { kind: 'picture', picture: few }), SILENCE, lookOf());
      expect(rows(later)).toBe(rows(view(end, SILENCE, lookOf())));
    });

    it('reaches the last line of the alerts, and stops there', () => {
      const alerts = { ...alertingPicture().alerts, earlier: 7 };
      const panel: Model = { ...screenModel(alertingPicture({ alerts }), 80, 24), focused: ['alerts'] };
      const room = (placeOf('alerts', shownPanels(panel))?.height ?? 0) - 1;
      expect(pressed(panel, 'end').scrolls.alerts).toBe(4 - room);
      expect(view(pressed(panel, 'end'), SILENCE, lookOf())).toContain('… and 7 before these');
    });

    it('follows the wheel in the panel under the mouse, whichever has the focus', () => {
      const place = placeOf('hosts', shownPanels(at(80, 24)));
      const [column, row] = [place?.column ?? 0, place?.row ?? 0];
      const down = typedInto(at(80, 24), mouse('wheel down', column + 3, row + 2));
      expect(down.scrolls).toEqual({ hosts: 3 });
      expect(focusOf(down)).toBe('sections');
      expect(typedInto(down, mouse('wheel up', column + 3, row + 2)).scrolls).toEqual({ hosts: 0 });
      expect(typedInto(at(80, 24), mouse('wheel down', 0, 23)).scrolls).toEqual({});
    });
  });

  it('gives the panel the focus that is clicked', () => {
    const place = placeOf('alerts', shownPanels(at(80, 24)));
    expect(focusOf(typedInto(at(80, 24), mouse('press', 5, place?.row ?? 0)))).toBe('alerts');
    expect(focusOf(typedInto(at(80, 24), mouse('press', 5, 23)))).toBe('sections');
  });

  it('keeps the picture that is frozen, and shows the latest one again', () => {
    const [first, later] = [emptyPicture(), busyPicture()];
    const frozen = pressed(screenModel(first, 80, 24), ' ');
    const gone = update(frozen, { kind: 'picture', picture: later });
    expect(gone.picture).toBe(first);
    expect(pressed(gone, ' ').picture).toBe(later);
  });

  it('moves nothing while a filter is typed, nor by the key that leaves the help', () => {
    const typing = typedInto(at(200, 60), ...keys('/'));
    expect(focusOf(typedInto(typing, ...keys('jls')))).toBe('sections');
    expect(typedInto(typing, ...keys('s')).sorts).toEqual({});
    expect(focusAfter(at(200, 60), '?', 'l')).toBe('sections');
  });

  it('scrolls the keys where there are more than rows, and not past the last', () => {
    const opened = typedInto(at(40, 12), ...keys('?'));
    const scrollAfter = (...inputs: Input[]): number | undefined => typedInto(opened, ...inputs).scrolls.help;
    expect(scrollAfter(key('down'), key('down'), key('up'))).toBe(1);
    expect(scrollAfter(key('up'))).toBe(0);
    expect(scrollAfter(mouse('wheel down', 1, 1))).toBe(3);
    const last = helpRows({ columns: 40, rows: 12 }) - helpPage({ columns: 40, rows: 12 });
    expect(last).toBeGreaterThan(10);
    expect(scrollAfter(key('end'))).toBe(last);
    expect(scrollAfter(key('end'), key('pagedown'))).toBe(last);
    expect(scrollAfter(key('end'), key('x'), ...keys('?'))).toBe(0);
    expect(typedInto(at(200, 60), ...keys('?'), key('end')).scrolls.help).toBe(0);
    expect(focusOf(typedInto(opened, key('down')))).toBe('sections');
    // There is more room now than when it was scrolled.
    const grown = update(typedInto(opened, key('end')), { kind: 'size', size: { columns: 40, rows: 24 } });
    expect(typedInto(grown, key('up')).scrolls.help).toBe(last - 12 - 1);
  });

  it('does nothing at what is pasted', () => {
    const model = at(80, 24);
    expect(typedInto(model, { kind: 'paste', text: 'js' })).toMatchObject({ sorts: {}, focused: model.focused });
  });

  it('takes another size', () => {
    const model = update(at(80, 24), { kind: 'size', size: { columns: 30, rows: 5 } });
    expect(model.size).toEqual({ columns: 30, rows: 5 });
    expect(shownPanels(model)).toEqual([]);
    expect(focusAfter(model, 'l', 'tab', 'pagedown')).toBe('paths');
  });
});
