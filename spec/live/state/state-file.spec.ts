import fs from 'node:fs';
import { relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { StateFile } from '../../../src/live/state/state-file.js';
import { emptyDigest } from '../../../src/digest/digest.js';
import type { Checkpoint } from '../../../src/monitor/checkpoint/checkpoint.js';
import { encodeCheckpoint } from '../../../src/monitor/checkpoint/checkpoint-binary.js';
import { plainCheckpoint } from '../../support/checkpoint.js';
import { hitsOf } from '../../support/digest.js';
import { LogFolder } from '../../support/log-folder.js';
import { asNobody } from '../../support/nobody.js';

const POSITION = { file: '1.2', offset: 300, isSkipping: false, head: { length: 256, crc: 7 } };

/** A checkpoint after so many hits in `log`. */
const checkpointOf = (hits: number, log = '/var/log/a.log'): Checkpoint => ({
  at: 1_525_881_650_250,
  sources: new Map([[log, { positions: [POSITION], known: [] }]]),
  interval: { from: 1_525_881_640_000, digest: hitsOf(hits), previous: undefined, previousLength: 0 },
  run: { from: 1_525_881_600_000, digest: emptyDigest() },
  watches: [],
});

const LOCK = 'rxmon.state.lock';

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

  describe('take', () => {
    it.each(['SIGTERM', 'SIGINT'] as const)(
      'leaves no lock when %s comes before the run ends in order',
      async (signal) => {
        const killed = jest.spyOn(process, 'kill').mockReturnValue(true);
        const file = stateFile();
        expect(await file.take()).toEqual([]);
        expect(fs.readdirSync(folder.root)).toEqual([LOCK]);
        process.emit(signal, signal);
        expect(fs.readdirSync(folder.root)).toEqual([]);
        expect(killed.mock.calls).toEqual([[process.pid, signal]]);
        process.emit(signal, signal);
        expect(killed.mock.calls).toHaveLength(1);
      },
    );

    it('leaves the lock to a run that ends in order', async () => {
      const killed = jest.spyOn(process, 'kill').mockReturnValue(true);
      const file = stateFile();
      await file.take();
      file.kept();
      process.emit('SIGTERM', 'SIGTERM');
      expect([fs.readdirSync(folder.root), killed.mock.calls]).toEqual([[LOCK], []]);
      file.release();
      expect(fs.readdirSync(folder.root)).toEqual([]);
    });
  });

  describe('startFault', () => {
    it('has nothing against a file that is not there yet, nor against one that was saved', () => {
      expect(stateFile().startFault()).toEqual([]);
      stateFile().save(checkpointOf(1));
      expect(stateFile().startFault()).toEqual([]);
    });

    it.each(['', 'rxms, and then something that is no state'])(
      'has nothing against a file that cannot be taken up, but is empty or ours (%j): that is told when it is loaded',
      (text) => {
        folder.write('rxmon.state', text);
        expect(stateFile().startFault()).toEqual([]);
      },
    );

    it.each(['something else', 'rxm', '\0\0\0\0\0\0\0\0', '127.0.0.1 - - [', 'RXMS'])(
      'does not take a file of something else (%j), which stays as it is',
      (text) => {
        folder.write('rxmon.state', text);
        expect(stateFile().startFault()).toEqual([
          expect.stringMatching(
            /cannot keep the state: it is no state of rxmon, as it begins with the bytes [0-9a-f ]+; move it away, or name another file$/,
          ),
        ]);
        expect(() => stateFile().load()).toThrow();
        expect(fs.readdirSync(folder.root)).toEqual(['rxmon.state']);
        expect(fs.readFileSync(path, 'latin1')).toBe(text);
      },
    );

    describe('does not take a log that is reached by another path:', () => {
      const isLog = (): string[] => [`${path} cannot keep the state: it is a log; name another file`];
      /** The log is `d/a.log`; each makes what is needed and gives the path of the state. */
      const ways: Readonly<Record<string, () => string>> = {
        'a folder that is a link': () => {
          fs.symlinkSync('d', folder.path('l'));
          return 'l/a.log';
        },
        'a link': () => {
          fs.symlinkSync('d/a.log', folder.path('s'));
          return 's';
        },
        'a chain of links': () => {
          fs.symlinkSync('t', folder.path('s'));
          fs.symlinkSync(folder.path('l/../d/./a.log'), folder.path('t'));
          fs.symlinkSync('d', folder.path('l'));
          return 's';
        },
        dots: () => 'd/../d/./a.log',
      };

      beforeEach(() => {
        folder.folder('d');
      });

      it.each(Object.entries(ways))('%s, also when neither is there yet', (_, way) => {
        path = `${folder.root}/${way()}`;
        expect(stateFile(folder.path('d/a.log')).startFault()).toEqual(isLog());
        folder.write('d/a.log', '');
        expect(stateFile(folder.path('d/a.log')).startFault()).toEqual(isLog());
      });

      it('a hard link, from either side', () => {
        folder.write('d/a.log', '');
        fs.linkSync(folder.path('d/a.log'), path);
        expect(stateFile(folder.path('d/a.log')).startFault()).toEqual(isLog());
      });

      it('a log that is a link, and leads to nothing yet', () => {
        fs.symlinkSync('../rxmon.state', folder.path('d/a.log'));
        expect(stateFile(folder.path('d/a.log')).startFault()).toEqual(isLog());
      });

      it('the name that the lock would have', () => {
        expect(stateFile(`${path}.lock`).startFault()).toEqual([
          `${path} cannot keep the state: its lock would have the name of a log; name another file`,
        ]);
      });
    });

    it('does not take the name that a log gets when it is rotated', () => {
      path = folder.path('a.log.1');
      expect(stateFile(folder.path('a.log')).startFault()).toEqual([
        `${path} cannot keep the state: it has the name of a rotated log; name another file`,
      ]);
    });

    it('does not follow the link of another user where everyone may make one (needs root, to make one)', () => {
      if (process.geteuid?.() !== 0) return;
      folder.folder('open');
      fs.chmodSync(folder.path('open'), 0o1777);
      for (const target of ['../victim', '../gone/victim', '..']) {
        path = folder.path(target === '..' ? 'open/l/victim' : 'open/l');
        fs.symlinkSync(target, folder.path('open/l'));
        fs.lchownSync(folder.path('open/l'), 65_534, 65_534);
        expect(stateFile().startFault()).toEqual([
          `${path} cannot keep the state: a link on the way was made by another user where everyone may make one; name another file`,
        ]);
        folder.delete('open/l');
      }
      fs.symlinkSync('../mine', folder.path('open/l'));
      path = folder.path('open/l');
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

    it('does not take a name that is no UTF-8', () => {
      path = folder.path('s\udcff');
      expect(stateFile().startFault()).toEqual([
        `${folder.path('s')}\\xff cannot keep the state: its name is no UTF-8; name another file`,
      ]);
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
        const fresh: { StateFile: typeof StateFile } = await import('../../../src/live/state/state-file.js');
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

    it('tells logs apart of which one is named through a link to a folder', () => {
      folder.folder('d');
      folder.folder('d/below');
      fs.symlinkSync('d/below', folder.path('link'));
      const logs = ['a.log', 'link/../a.log'].map((name) => `${folder.root}/${name}`);
      const sources = new Map(logs.map((log, i) => [log, { positions: [{ ...POSITION, offset: i }], known: [] }]));
      stateFile(...logs).save({ ...checkpointOf(1), sources });
      expect(stateFile(...logs).load().checkpoint?.sources).toEqual(sources);
    });

    it('knows a log whose path leads through a folder that has been made since', () => {
      const log = `${folder.root}/later/../a.log`;
      stateFile(log).save(checkpointOf(1, log));
      folder.folder('later');
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
      [
        'of a newer version',
        () => changedAt(4),
        /this state is version \d+; this rxmon reads versions \d+ and \d+: .*/,
      ],
    ])('refuses one that is %s, says why, and keeps it under another name', (_, bytesOf, reason) => {
      const bytes = Buffer.from(bytesOf() as string, 'latin1');
      fs.writeFileSync(path, bytes);
      const { checkpoint, refusal } = stateFile().load();
      expect(checkpoint).toBeUndefined();
      const [, told = ''] = /^\S+ ignored: (.*); moved to \S+\.refused; starting from zero$/.exec(refusal ?? '') ?? [];
      expect(told).toMatch(reason);
      expect(fs.existsSync(path)).toBe(false);
      expect(fs.readFileSync(`${path}.refused`)).toEqual(bytes);
    });

    it('overwrites none that was kept before', () => {
      for (const text of ['rxms first', 'rxms second', 'rxms third']) {
        folder.write('rxmon.state', text);
        stateFile().load();
      }
      expect(fs.readdirSync(folder.root)).toEqual([
        'rxmon.state.refused',
        'rxmon.state.refused-1',
        'rxmon.state.refused-2',
      ]);
      expect(fs.readFileSync(`${path}.refused`, 'utf8')).toBe('rxms first');
      expect(fs.readFileSync(`${path}.refused-2`, 'utf8')).toBe('rxms third');
    });

    it('overwrites nothing that has the name under which it is kept, not even a link to nothing', () => {
      folder.link('rxmon.state.refused', 'nothing');
      folder.folder('rxmon.state.refused-1');
      folder.write('rxmon.state', 'rxms');
      expect(stateFile().load().refusal).toContain(`moved to ${path}.refused-2;`);
      expect(fs.readlinkSync(`${path}.refused`)).toBe('nothing');
    });

    it('starts afresh after a refusal, in the same place', () => {
      folder.write('rxmon.state', 'rxms');
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
      file.save(checkpointOf(2), () => {
        seen.push(hitsIn(stateFile()));
        return true;
      });
      expect([...seen, hitsIn(stateFile())]).toEqual([1, 2]);
    });

    it('leaves the old one where it is when that calls it off', () => {
      const file = stateFile();
      file.save(checkpointOf(1));
      expect(file.save(checkpointOf(2), () => false)).toEqual([]);
      expect(hitsIn(stateFile())).toBe(1);
      expect(fs.readdirSync(folder.root)).toEqual(['rxmon.state']);
    });

    it('writes through nothing that is planted beside it, and leaves all that as it is', () => {
      folder.write('victim', 'precious');
      fs.chmodSync(folder.path('victim'), 0o644);
      fs.symlinkSync('victim', `${path}.new`);
      folder.write('rxmon.state.tmp', 'foreign');
      const file = stateFile();
      for (let i = 1; i <= 3; i++) file.save(checkpointOf(i));
      expect(fs.readFileSync(folder.path('victim'), 'utf8')).toBe('precious');
      expect(fs.readlinkSync(`${path}.new`)).toBe('victim');
      expect(fs.readFileSync(`${path}.tmp`, 'utf8')).toBe('foreign');
      expect(hitsIn(stateFile())).toBe(3);
    });

    it('writes under names that cannot be foreseen', () => {
      const file = stateFile();
      const names = new Set<string>();
      for (let i = 0; i < 20; i++) {
        file.save(checkpointOf(i), () => {
          for (const name of fs.readdirSync(folder.root)) if (name !== 'rxmon.state') names.add(name);
          return true;
        });
      }
      expect(names.size).toBe(20);
    });

    it('keeps a link, and writes where it points, also when it pointed to nothing', () => {
      folder.folder('elsewhere');
      fs.symlinkSync('elsewhere/real', path);
      const file = stateFile();
      expect(file.startFault()).toEqual([]);
      for (let i = 1; i <= 2; i++) expect(file.save(checkpointOf(i))).toEqual([]);
      expect(fs.readlinkSync(path)).toBe('elsewhere/real');
      expect(fs.readdirSync(folder.path('elsewhere'))).toEqual(['real']);
      expect(hitsIn(stateFile())).toBe(2);
    });

    it('writes where the link pointed when it began, wherever it is pointed later', () => {
      folder.write('precious', 'rxms, but of another');
      fs.symlinkSync('real', path);
      const file = stateFile();
      file.save(checkpointOf(1));
      folder.link('rxmon.state', 'precious');
      file.save(checkpointOf(2));
      expect(fs.readFileSync(folder.path('precious'), 'utf8')).toBe('rxms, but of another');
      expect(hitsIn(new StateFile(folder.path('real'), []))).toBe(2);
    });

    describe('when something else comes to have its name', () => {
      const foreign = expect.stringMatching(/cannot be written: it is no (state of rxmon|regular file)/);
      it.each<[string, () => void]>([
        [
          'a log that was moved there',
          () => {
            folder.replace('rxmon.state', '127.0.0.1 - -');
          },
        ],
        [
          'a log that is written into it',
          () => {
            folder.write('rxmon.state', '127.0.0.1 - -');
          },
        ],
        [
          'a log of the same size, written into it, with the time of before',
          () => {
            const { size, atime, mtime } = fs.statSync(path);
            folder.write('rxmon.state', 'x'.repeat(size));
            fs.utimesSync(path, atime, mtime);
          },
        ],
        [
          'a link',
          () => {
            folder.link('rxmon.state', 'victim');
          },
        ],
        [
          'a pipe',
          () => {
            folder.delete('rxmon.state');
            folder.pipe('rxmon.state');
          },
        ],
        [
          'a folder',
          () => {
            folder.delete('rxmon.state');
            folder.folder('rxmon.state');
          },
        ],
      ])('leaves it: %s', (_, put) => {
        const file = stateFile();
        file.save(checkpointOf(1));
        put();
        const { ino, size } = fs.lstatSync(path);
        let done = 0;
        expect(file.save(checkpointOf(2), () => ++done > 0)).toEqual([foreign]);
        expect(done).toBe(1);
        expect(fs.lstatSync(path)).toMatchObject({ ino, size });
        expect(fs.readdirSync(folder.root)).toEqual(['rxmon.state']);
        folder.delete('rxmon.state');
        expect(file.save(checkpointOf(3))).toEqual([`${path} is written again`]);
        expect(hitsIn(stateFile())).toBe(3);
      });
    });

    it('says once that it cannot be written, and again when the reason is another one', () => {
      const file = stateFile();
      folder.folder('rxmon.state');
      expect(file.save(checkpointOf(1))).toEqual([
        `${path} cannot be written: it is no regular file; name another file; a restart would go on from the state before`,
      ]);
      expect(file.save(checkpointOf(2))).toEqual([]);
      folder.delete('rxmon.state');
      folder.write('rxmon.state', 'other');
      expect(file.save(checkpointOf(3))).toEqual([expect.stringContaining('it is no state of rxmon')]);
    });

    it('says once that there is no space, goes on, leaves nothing, and says once that it is written again', async () => {
      const { writeFileSync } = fs;
      const write = jest.spyOn(fs, 'writeFileSync');
      jest.resetModules();
      const fresh: { StateFile: typeof StateFile } = await import('../../../src/live/state/state-file.js');
      const file = new fresh.StateFile(path, []);
      expect(file.save(checkpointOf(1))).toEqual([]);
      write.mockImplementation(() => {
        throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
      });
      expect(file.save(checkpointOf(2))).toEqual([
        `${path} cannot be written: no space left on the device; make some; a restart would go on from the state before`,
      ]);
      expect(file.save(checkpointOf(3))).toEqual([]);
      expect(fs.readdirSync(folder.root)).toEqual(['rxmon.state']);
      expect(hitsIn(stateFile())).toBe(1);
      write.mockImplementation(writeFileSync);
      expect(file.save(checkpointOf(4))).toEqual([`${path} is written again`]);
      expect(file.save(checkpointOf(5))).toEqual([]);
      expect(hitsIn(stateFile())).toBe(5);
    });

    it.each([
      ['forces file and folder to the disk', {}, 2],
      ['forces nothing to the disk when told not to', { isSynced: false }, 0],
    ])('%s', async (_, options, times) => {
      const sync = jest.spyOn(fs, 'fsyncSync');
      jest.resetModules();
      const fresh: { StateFile: typeof StateFile } = await import('../../../src/live/state/state-file.js');
      new fresh.StateFile(path, [], options).save(checkpointOf(1));
      expect(sync).toHaveBeenCalledTimes(times);
    });

    it('says that its folder is gone', () => {
      folder.folder('gone');
      path = folder.path('gone/rxmon.state');
      const file = stateFile();
      folder.delete('gone');
      expect(file.save(checkpointOf(1))).toEqual([expect.stringContaining('its folder is not there')]);
    });
  });

  describe('take', () => {
    const uses = `process ${process.pid} uses it; stop that, or name another file`;

    it('has a lock beside the file, for this user alone, and gives it back', async () => {
      const file = stateFile();
      expect(await file.take()).toEqual([]);
      expect(fs.readdirSync(folder.root)).toEqual(['rxmon.state.lock']);
      expect(fs.statSync(`${path}.lock`).mode & 0o777).toBe(0o600);
      expect(fs.readFileSync(`${path}.lock`, 'utf8')).toContain(`\npid ${process.pid}\n`);
      file.release();
      expect(fs.readdirSync(folder.root)).toEqual([]);
    });

    it('refuses a second one, whatever path leads there', async () => {
      folder.folder('d');
      fs.symlinkSync('d', folder.path('l'));
      fs.symlinkSync('l/s', folder.path('t'));
      const first = new StateFile(folder.path('d/s'), []);
      expect(await first.take()).toEqual([]);
      for (const name of ['d/s', 'l/s', 't', 'd/../l/s']) {
        const other = `${folder.root}/${name}`;
        expect(await new StateFile(other, []).take()).toEqual([`${other} cannot keep the state: ${uses}`]);
      }
      first.release();
      expect(await new StateFile(folder.path('t'), []).take()).toEqual([]);
    });

    it('removes what killed runs left, and nothing else', async () => {
      const left = `rxmon.state.${'0a'.repeat(8)}.new`;
      const others = [
        `rxmon.state.${'0b'.repeat(8)}.new`,
        `rxmon.state.${'0C'.repeat(8)}.new`,
        `rxmon.states.${'0a'.repeat(8)}.new`,
        'rxmon.state.new',
        'rxmon.state.1.new',
      ];
      folder.write(left, 'rxms, a half');
      folder.write(`rxmon.state.${'0d'.repeat(8)}.new`, '');
      for (const name of others) folder.write(name, 'rxms');
      folder.write(others[0] ?? '', 'of another');
      folder.link(`rxmon.state.${'0e'.repeat(8)}.new`, left);
      folder.folder(`rxmon.state.${'0f'.repeat(8)}.new`);
      const file = stateFile();
      await file.take();
      file.release();
      expect(fs.readdirSync(folder.root).sort()).toEqual(
        [...others, `rxmon.state.${'0e'.repeat(8)}.new`, `rxmon.state.${'0f'.repeat(8)}.new`].sort(),
      );
    });

    it('goes on without a lock while there is no space for one', async () => {
      const { openSync } = fs;
      const open = jest.spyOn(fs, 'openSync');
      jest.resetModules();
      const fresh: { StateFile: typeof StateFile } = await import('../../../src/live/state/state-file.js');
      open.mockImplementation(() => {
        throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
      });
      const file = new fresh.StateFile(path, []);
      expect(await file.take()).toEqual([]);
      open.mockImplementation(openSync);
      file.save(checkpointOf(1));
      expect(await stateFile().take()).toEqual([`${path} cannot keep the state: ${uses}`]);
      file.release();
    });

    it('no longer saves when another has taken the lock meanwhile', async () => {
      const file = stateFile();
      await file.take();
      folder.delete('rxmon.state.lock');
      const other = stateFile();
      await other.take();
      expect(() => file.save(checkpointOf(1))).toThrow(`${path} cannot keep the state any more: ${uses}`);
      expect(fs.readdirSync(folder.root)).toEqual(['rxmon.state.lock']);
      other.release();
    });

    it('takes the lock again that someone removed', async () => {
      const file = stateFile();
      await file.take();
      folder.delete('rxmon.state.lock');
      expect(file.save(checkpointOf(1))).toEqual([]);
      expect(fs.readdirSync(folder.root)).toEqual(['rxmon.state', 'rxmon.state.lock']);
      file.release();
    });
  });
});
