import fs from 'node:fs';
import { relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { StateFile } from '../../src/cli/state-file.js';
import { emptyDigest } from '../../src/digest/digest.js';
import type { Checkpoint } from '../../src/monitor/checkpoint.js';
import { encodeCheckpoint } from '../../src/monitor/checkpoint-binary.js';
import { plainCheckpoint } from '../support/checkpoint.js';
import { hitsOf } from '../support/digest.js';
import { LogFolder } from '../support/log-folder.js';
import { asNobody } from '../support/nobody.js';

const POSITION = { file: '1.2', offset: 300, isSkipping: false, head: { length: 256, crc: 7 } };

/** A checkpoint after so many hits in `log`. */
const checkpointOf = (hits: number, log = '/var/log/a.log'): Checkpoint => ({
  at: 1_525_881_650_250,
  sources: new Map([[log, { positions: [POSITION], known: [] }]]),
  interval: { from: 1_525_881_640_000, digest: hitsOf(hits), previous: undefined, previousLength: 0 },
  run: { from: 1_525_881_600_000, digest: emptyDigest() },
  watches: [],
});

describe('StateFile', () => {
  let folder: LogFolder;
  let path: string;
  const stateFile = (...logs: string[]): StateFile => new StateFile(path, logs);
  const hitsIn = (file: StateFile): number | undefined => file.load().checkpoint?.interval.digest.hits;

  beforeEach(() => {
    folder = new LogFolder();
    path = folder.path('rxmon.state');
  });
  afterEach(() => {
    jest.restoreAllMocks();
    folder.remove();
  });

  describe('startFault', () => {
    it('has nothing against a file that is not there yet, nor against one that was saved', () => {
      expect(stateFile().startFault()).toEqual([]);
      stateFile().save(checkpointOf(1));
      expect(stateFile().startFault()).toEqual([]);
    });

    it('has nothing against a file that cannot be taken up: that is told when it is loaded', () => {
      folder.write('rxmon.state', 'something else');
      expect(stateFile().startFault()).toEqual([]);
    });

    it.each([
      ['', 'it is a folder; name a file in it'],
      ['gone/rxmon.state', 'its folder is not there; make it, or name a file elsewhere'],
      ['file/rxmon.state', 'a part of the path is not a folder; check the path'],
      ['pipe', 'it is no regular file; name another file'],
    ])('says why it cannot be %j', (name, reason) => {
      folder.write('file', '');
      folder.pipe('pipe');
      path = folder.path(name);
      expect(stateFile().startFault()).toEqual([`${path} cannot keep the state: ${reason}`]);
    });

    it('does not take a device, which would be replaced by a file', () => {
      expect(new StateFile('/dev/null', []).startFault()).toEqual([
        '/dev/null cannot keep the state: it is no regular file; name another file',
      ]);
    });

    it('does not take a log that is followed, there or not, however its path is written', () => {
      const fault = [`${path} cannot keep the state: it is a log; name another file`];
      expect(stateFile('a.log', path).startFault()).toEqual(fault);
      folder.write('rxmon.state', '');
      expect(stateFile(relative(process.cwd(), path)).startFault()).toEqual(fault);
    });

    describe('asked as one who can be refused (root becomes nobody for it)', () => {
      const fault = (): string =>
        `${path} cannot keep the state: permission denied; run as a user who may, or name another file`;

      afterEach(() => {
        fs.chmodSync(folder.root, 0o700);
      });

      it('says that it may not be read', async () => {
        folder.write('rxmon.state', '');
        fs.chmodSync(path, 0);
        await asNobody(folder.root, () => {
          expect(stateFile().startFault()).toEqual([fault()]);
        });
      });

      it('says that its folder may not be written to', async () => {
        fs.chmodSync(folder.root, 0o500);
        await asNobody(folder.root, () => {
          expect(stateFile().startFault()).toEqual([fault()]);
        });
      });

      it('has nothing against a folder and a file that it may use', async () => {
        folder.write('rxmon.state', '');
        fs.chmodSync(path, 0o444);
        await asNobody(folder.root, () => {
          expect(stateFile().startFault()).toEqual([]);
        });
      });
    });

    it('leaves the folder as it was, also what a run left there that was killed while it wrote', () => {
      stateFile().startFault();
      expect(fs.readdirSync(folder.root)).toEqual([]);
      folder.write('rxmon.state.new', 'half a state');
      folder.link('rxmon.state.new-1', 'nothing');
      expect(stateFile().startFault()).toEqual([]);
      expect(fs.readdirSync(folder.root)).toEqual(['rxmon.state.new', 'rxmon.state.new-1']);
      expect(fs.readFileSync(`${path}.new`, 'utf8')).toBe('half a state');
    });

    it.each(['ENOSPC', 'EDQUOT'])(
      'has nothing against a file system that is full (%s): that may change',
      async (code) => {
        const open = jest.spyOn(fs, 'openSync');
        jest.resetModules();
        const fresh: { StateFile: typeof StateFile } = await import('../../src/cli/state-file.js');
        open.mockImplementation(() => {
          throw Object.assign(new Error(code), { code });
        });
        expect(new fresh.StateFile(path, []).startFault()).toEqual([]);
      },
    );

    it('shows the path as it may be shown', () => {
      path = folder.path('gone/\x1b[2J');
      expect(stateFile().startFault()).toEqual([expect.stringContaining(String.raw`gone/\x1b[2J cannot keep`)]);
    });
  });

  describe('load', () => {
    it('gives nothing when nothing was saved', () => {
      expect(stateFile().load()).toEqual({});
      expect(fs.readdirSync(folder.root)).toEqual([]);
    });

    it('gives what was saved last, and leaves it where it is', () => {
      const file = stateFile();
      file.save(checkpointOf(1));
      file.save(checkpointOf(2));
      for (let i = 0; i < 2; i++) {
        const { checkpoint, refusal } = stateFile().load();
        expect(checkpoint && plainCheckpoint(checkpoint)).toEqual(plainCheckpoint(checkpointOf(2)));
        expect(refusal).toBeUndefined();
      }
    });

    it('names the logs as they are given now, wherever it was saved from', () => {
      const log = relative(process.cwd(), folder.path('a.log'));
      stateFile().save(checkpointOf(1, log));
      expect([...(stateFile(folder.path('a.log')).load().checkpoint?.sources.keys() ?? [])]).toEqual([
        folder.path('a.log'),
      ]);
      expect([...(stateFile(log).load().checkpoint?.sources.keys() ?? [])]).toEqual([log]);
    });

    it('keeps logs that are not given now by their whole paths', () => {
      stateFile().save(checkpointOf(1, 'a.log'));
      const { checkpoint } = stateFile('b.log').load();
      expect([...(checkpoint?.sources.keys() ?? [])]).toEqual([`${process.cwd()}/a.log`]);
    });

    const good = (): Uint8Array => encodeCheckpoint(checkpointOf(1));
    const changedAt = (at: number): Uint8Array => good().map((byte, i) => (i === at ? byte + 1 : byte));
    it.each<[string, () => Uint8Array | string, RegExp]>([
      ['damaged', () => changedAt(40), /the state is damaged somewhere in its \d+ bytes/],
      ['cut off', () => good().subarray(0, -1), /the state is cut off: \d+ of \d+ bytes are there/],
      ['empty, as after a power failure', () => '', /the state is cut off: 0 bytes are not even its header/],
      ['of something else', () => '127.0.0.1 - -', /this is no state of rxmon: it begins with the bytes 31 32 37 2e/],
      ['of a newer version', () => changedAt(4), /the state is of version \d+, and this rxmon reads version \d+: .*/],
    ])('refuses one that is %s, says why, and keeps it under another name', (_, bytesOf, reason) => {
      const bytes = Buffer.from(bytesOf() as string, 'latin1');
      fs.writeFileSync(path, bytes);
      const { checkpoint, refusal } = stateFile().load();
      expect(checkpoint).toBeUndefined();
      const [, told = ''] =
        /^\S+ is not taken up: (.*); it is kept as \S+\.refused, and counting starts afresh$/.exec(refusal ?? '') ?? [];
      expect(told).toMatch(reason);
      expect(fs.existsSync(path)).toBe(false);
      expect(fs.readFileSync(`${path}.refused`)).toEqual(bytes);
    });

    it('overwrites none that was kept before', () => {
      for (const text of ['first', 'second', 'third']) {
        folder.write('rxmon.state', text);
        stateFile().load();
      }
      expect(fs.readdirSync(folder.root)).toEqual([
        'rxmon.state.refused',
        'rxmon.state.refused-1',
        'rxmon.state.refused-2',
      ]);
      expect(fs.readFileSync(`${path}.refused`, 'utf8')).toBe('first');
      expect(fs.readFileSync(`${path}.refused-2`, 'utf8')).toBe('third');
    });

    it('starts afresh after a refusal, in the same place', () => {
      folder.write('rxmon.state', 'something else');
      const file = stateFile();
      file.load();
      expect(file.save(checkpointOf(3))).toEqual([]);
      expect(hitsIn(stateFile())).toBe(3);
    });
  });

  describe('save', () => {
    it('leaves nothing but the state, which only its owner may read', () => {
      stateFile().save(checkpointOf(1));
      expect(fs.readdirSync(folder.root)).toEqual(['rxmon.state']);
      expect(fs.statSync(path).mode & 0o777).toBe(0o600);
    });

    it('replaces the file in one step: whoever has the old one open still reads it whole', () => {
      const file = stateFile();
      file.save(checkpointOf(1));
      const fd = fs.openSync(path, 'r');
      file.save(checkpointOf(2));
      expect(fs.readFileSync(fd)).toEqual(Buffer.from(encodeCheckpoint(checkpointOf(1))));
      fs.closeSync(fd);
      expect(hitsIn(file)).toBe(2);
    });

    it('does what is to be done between when the new state is written and the old one is still in its place', () => {
      const file = stateFile();
      file.save(checkpointOf(1));
      const seen: (number | undefined)[] = [];
      file.save(checkpointOf(2), () => seen.push(hitsIn(stateFile())));
      expect([...seen, hitsIn(stateFile())]).toEqual([1, 2]);
    });

    it('does not mind what a run left that was killed while it wrote', () => {
      stateFile().save(checkpointOf(1));
      folder.write('rxmon.state.new', 'half a state that is longer than a whole one'.repeat(100));
      expect(hitsIn(stateFile())).toBe(1);
      stateFile().save(checkpointOf(2));
      expect(hitsIn(stateFile())).toBe(2);
      expect(fs.readdirSync(folder.root)).toEqual(['rxmon.state']);
    });

    it('says once that there is no space, goes on, and says once that it is written again', () => {
      const file = stateFile();
      expect(file.save(checkpointOf(1))).toEqual([]);
      // What is written to it first, ends up on a full device.
      fs.symlinkSync('/dev/full', `${path}.new`);
      expect(file.save(checkpointOf(2))).toEqual([
        `${path} cannot be written: no space left on the device; make some; a restart would go on from the state before`,
      ]);
      expect(file.save(checkpointOf(3))).toEqual([]);
      expect(hitsIn(stateFile())).toBe(1);
      folder.delete('rxmon.state.new');
      expect(file.save(checkpointOf(4))).toEqual([`${path} is written again`]);
      expect(file.save(checkpointOf(5))).toEqual([]);
      expect(hitsIn(stateFile())).toBe(5);
    });

    it('says it again when the reason is another one', () => {
      const file = stateFile();
      fs.symlinkSync('/dev/full', `${path}.new`);
      file.save(checkpointOf(1));
      folder.delete('rxmon.state.new');
      folder.folder('rxmon.state.new');
      expect(file.save(checkpointOf(2))).toEqual([expect.stringContaining('cannot be written: it is a folder')]);
      expect(file.save(checkpointOf(3))).toEqual([]);
    });

    it('says that its folder is gone', () => {
      folder.folder('gone');
      path = folder.path('gone/rxmon.state');
      const file = stateFile();
      folder.delete('gone');
      expect(file.save(checkpointOf(1))).toEqual([expect.stringContaining('its folder is not there')]);
    });
  });
});
