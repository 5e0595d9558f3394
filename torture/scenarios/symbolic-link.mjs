import { renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

export const symbolicLink = {
  id: 'symbolic-link',
  title: 'a symbolic link pointed elsewhere and back, both files written to throughout',
  async play(stage) {
    const [a, b] = ['a.log', 'b.log'].map((name) => join(stage.folder, name));
    const first = stage.openOld(a);
    point(stage.path, a);
    await stage.follow([stage.path]);
    first.write(20);
    await stage.read();
    let second;
    await stage.atOnce(() => {
      first.write(5);
      second = stage.open(b);
      second.write(10);
      point(stage.path, b);
    });
    await stage.read();
    first.write(5);
    second.write(5);
    await stage.read();
    await stage.atOnce(() => {
      second.write(5);
      point(stage.path, a);
      first.write(5);
    });
    await stage.read();
    first.write(5);
    second.write(5);
    first.close();
    second.close();
  },
};

/** In one step, also when the link is there already. */
function point(link, target) {
  symlinkSync(target, `${link}.tmp`);
  renameSync(`${link}.tmp`, link);
}
