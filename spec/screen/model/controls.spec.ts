import { describe, expect, it } from '@jest/globals';
import { control, controlsAt } from '../../../src/screen/model/controls.js';
import type { Controls } from '../../../src/screen/model/controls.js';
import { key, keys, mouse } from '../../support/screen.js';
import type { Input } from '../../../src/terminal/input.js';

const START = controlsAt(10);

const after = (inputs: readonly Input[], from: Controls = START): Controls => inputs.reduce(control, from);

/** What was changed, by keys and characters. */
const changed = (...names: string[]): Partial<Controls> => {
  const end = after(names.map(key));
  return Object.fromEntries(Object.entries(end).filter(([name, value]) => START[name as keyof Controls] !== value));
};

describe('control', () => {
  it('leaves at q, and at Ctrl-C also while something is typed or the keys are shown', () => {
    expect(changed('q')).toEqual({ isOver: true });
    expect(changed('ctrl-c')).toEqual({ isOver: true });
    expect(after([...keys('/q'), key('ctrl-c')]).isOver).toBe(true);
    expect(after(keys('/q')).isOver).toBe(false);
    expect(after([key('?'), key('ctrl-c')]).isOver).toBe(true);
    expect(changed('?', 'q')).toEqual({});
  });

  it('changes the threshold by a step', () => {
    expect(changed('+')).toEqual({ threshold: 11 });
    expect(changed('=')).toEqual({ threshold: 11 });
    expect(changed('-')).toEqual({ threshold: 9.9 });
    expect(changed('+', '-')).toEqual({});
  });

  it('goes through the spans and back to the first', () => {
    expect(changed('t')).toEqual({ span: 'window' });
    expect(changed('t', 't')).toEqual({ span: 'run' });
    expect(changed('t', 't', 't')).toEqual({});
  });

  it('freezes and goes on', () => {
    expect(changed(' ')).toEqual({ isFrozen: true });
    expect(changed(' ', ' ')).toEqual({});
    // The picture is of the span before.
    expect(changed(' ', 't')).toEqual({ span: 'window' });
  });

  it('takes what is pasted for text, and where none is typed for nothing', () => {
    const paste = { kind: 'paste', text: 'q e status:404' } as const;
    expect(after([paste])).toBe(START);
    expect(after([key('?'), paste]).isHelp).toBe(true);
    expect(after([...keys('/a '), paste]).draft?.text).toBe('a q e status:404');
    expect(after([...keys('/a '), paste]).filter).toBe('a q e status:404');
    const long = { kind: 'paste', text: `${'x'.repeat(197)}😀${'y'.repeat(500)}` } as const;
    expect(after([...keys('/a '), long]).draft?.text).toBe(`a ${'x'.repeat(197)}`);
  });

  it('opens a panel, and closes it by Enter and by Escape', () => {
    expect(changed('return')).toEqual({ isOpen: true });
    expect(changed('return', 'return')).toEqual({});
    expect(changed('return', 'escape')).toEqual({});
  });

  it('asks for a file each time', () => {
    expect(changed('e', 'e')).toEqual({ exports: 2 });
  });

  it('shows the keys until the next one, which does no more', () => {
    expect(changed('?')).toEqual({ isHelp: true });
    expect(changed('?', ' ')).toEqual({});
    expect(changed('?', 'down', 'j', 'pageup', 'end')).toEqual({ isHelp: true });
  });

  it('does nothing at other keys, nor at what a mouse does', () => {
    expect(changed('x', 'ctrl-a', 'up', 'ctrl-q')).toEqual({});
    expect(control(START, mouse('press', 1, 1))).toBe(START);
  });

  describe('a filter', () => {
    it('holds while it is typed, and stays at Enter', () => {
      expect(after(keys('/path:/a')).filter).toBe('path:/a');
      expect(after([...keys('/path:/a'), key('return')])).toMatchObject({ filter: 'path:/a', draft: undefined });
    });

    it('is the one before again at Escape', () => {
      const first = after([...keys('/one'), key('return')]);
      expect(after([...keys('/ two'), key('escape')], first)).toMatchObject({ filter: 'one', draft: undefined });
    });

    it('is typed on where it was left', () => {
      const first = after([...keys('/one'), key('return')]);
      expect(after(keys('/ two'), first).filter).toBe('one two');
    });

    it('goes at Escape when nothing is typed or open', () => {
      const first = after([...keys('/one'), key('return')]);
      expect(after([key('escape')], first).filter).toBe('');
      expect(after([key('return'), key('escape')], first).filter).toBe('one');
    });

    it('is edited from its end', () => {
      expect(after([...keys('/abc'), key('backspace')]).filter).toBe('ab');
      expect(after([...keys('/path:/a host:b'), key('ctrl-w')]).filter).toBe('path:/a');
      expect(after([...keys('/abc'), key('ctrl-u')]).filter).toBe('');
      expect(after([...keys('/'), key('backspace')]).draft).toEqual({ text: '', before: '' });
    });

    it('stays as it was while what is typed makes no sense', () => {
      const typed = after(keys('/a nofield:x'));
      expect(typed.draft?.text).toBe('a nofield:x');
      expect(typed.filter).not.toContain('nofield:x');
    });

    it('is not kept at Enter while it makes no sense, and is when it does', () => {
      const typed = after(keys('/status:>=400'));
      expect(after([key('return')], typed)).toBe(typed);
      expect(after([key('escape')], typed)).toMatchObject({ filter: '', draft: undefined });
      const mended = after([key('ctrl-u'), ...keys('status:4xx'), key('return')], typed);
      expect(mended).toMatchObject({ filter: 'status:4xx', draft: undefined });
    });

    it('takes keys that do something else elsewhere as text', () => {
      expect(after(keys('/q? t+-e')).draft?.text).toBe('q? t+-e');
      expect(after(keys('/q? t+-e'))).toMatchObject({ isOver: false, isHelp: false, threshold: 10, exports: 0 });
    });

    it('is seen at work at once, though the picture stood still', () => {
      expect(after(keys(' /a')).isFrozen).toBe(false);
      expect(after(keys(' /')).isFrozen).toBe(true);
    });

    it('is seen to be gone, though the picture of what fitted stood still', () => {
      const frozen = { ...START, filter: 'one', isFrozen: true };
      expect(after([key('escape')], frozen)).toMatchObject({ filter: '', isFrozen: false });
      expect(after([key('escape')], { ...frozen, filter: '' }).isFrozen).toBe(true);
    });

    it('has no more than 200 characters', () => {
      expect(after(keys(`/${'a'.repeat(300)}`)).draft?.text).toHaveLength(200);
    });
  });
});
