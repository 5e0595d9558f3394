import { afterEach, beforeEach, describe, it } from '@jest/globals';
import { Lineage } from '../../../src/source/rotation/lineage.js';
import { LogFile } from '../../../src/source/file/log-file.js';
import { quiet } from '../../../src/source/read/until-quiet.js';
import { LogFolder } from '../../support/log-folder.js';
import { runMarbles } from '../../support/marbles.js';

let folder: LogFolder;
let lineage: Lineage;
let file: LogFile;
let other: LogFile;

beforeEach(() => {
  folder = new LogFolder();
  folder.write('access.log', '');
  lineage = new Lineage(folder.path('access.log'));
  file = LogFile.open(folder.path('access.log'));
  folder.write('other.log', '');
  other = LogFile.open(folder.path('other.log'));
  lineage.keepCurrent(file);
});

afterEach(() => {
  file.close();
  other.close();
  folder.remove();
});

const loseName = (): void => {
  lineage.keepCurrent(other);
};

describe('quiet', () => {
  it('never emits as long as the file has the name', () => {
    runMarbles(({ cold, expectObservable, clock }) => {
      const looked = cold('-x 500s x');
      const unsub = '      3600s !  ';
      const expected = '   -        ';

      expectObservable(
        quiet(file, lineage, looked, () => 0, clock),
        unsub,
      ).toBe(expected);
    });
  });

  it('emits once, 5 minutes after the file has lost its name', () => {
    runMarbles(({ cold, expectObservable, clock }) => {
      const looked = cold('   10s x  ');
      const expected = '      10s 300s (x|)';
      clock.schedule(loseName, 5000);

      expectObservable(quiet(file, lineage, looked, () => 0, clock)).toBe(expected, { x: 299 });
    });
  });

  it('emits at once counted from then when it is asked of a file that has long lost it', () => {
    runMarbles(({ cold, expectObservable, clock }) => {
      loseName();
      expectObservable(quiet(file, lineage, cold('-'), () => 0, clock)).toBe('300s (x|)', { x: 299 });
    });
  });

  it('waits for 5 minutes from the last bytes on', () => {
    runMarbles(({ cold, expectObservable, clock }) => {
      loseName();
      let last = 0;
      clock.schedule(() => (last = clock.now()), 299_500);
      expectObservable(quiet(file, lineage, cold('-'), () => last, clock)).toBe('600s (x|)', { x: 599 });
    });
  });

  it('waits for 30 s when the file was deleted, also later', () => {
    runMarbles(({ cold, expectObservable, clock }) => {
      loseName();
      clock.schedule(() => {
        folder.delete('access.log');
      }, 100_500);
      expectObservable(quiet(file, lineage, cold('-'), () => 90_000, clock)).toBe('120s (x|)', { x: 119 });
    });
  });

  it('begins anew when the file has lost its name again', () => {
    runMarbles(({ cold, expectObservable, clock }) => {
      const looked = cold('100s x 199999ms x 99999ms x');
      const expected = '   700s (x|)';
      loseName();
      clock.schedule(() => {
        lineage.keepCurrent(file);
      }, 99_000);
      clock.schedule(loseName, 399_000);
      expectObservable(quiet(file, lineage, looked, () => 0, clock)).toBe(expected, { x: 299 });
    });
  });

  it('is over 30 s after a file was deleted whose name has not come back', () => {
    runMarbles(({ cold, expectObservable, clock }) => {
      const looked = cold('1s x');
      folder.delete('access.log');
      clock.schedule(() => (lineage.isGone = true), 500);
      expectObservable(quiet(file, lineage, looked, () => 0, clock)).toBe('31s (x|)', { x: 29 });
    });
  });

  it('leaves the looks when it is unsubscribed and when it is over', () => {
    runMarbles(({ hot, expectObservable, expectSubscriptions, clock }) => {
      loseName();
      const looked = hot('-');
      expectObservable(
        quiet(file, lineage, looked, () => 0, clock),
        '1s !',
      ).toBe('-');
      expectObservable(quiet(file, lineage, looked, () => 0, clock)).toBe('300s (x|)', { x: 299 });
      expectSubscriptions(looked.subscriptions).toBe(['^ 999ms !', '^ 299999ms !']);
    });
  });
});
