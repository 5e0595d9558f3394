import { describe, expect, it } from '@jest/globals';
import { exportJson } from '../../src/screen/export-json.js';
import { busyPicture, screenModel, sourceOf } from '../support/screen.js';

interface Exported {
  readonly filter: string;
  readonly files: readonly { readonly path: string; readonly state: string; readonly format?: string }[];
}

const exported = (picture: ReturnType<typeof busyPicture>): Exported =>
  JSON.parse(exportJson(screenModel(picture, 120, 40), true)) as Exported;

describe('exportJson', () => {
  it('escapes the filter, paths and formats as the screen does', () => {
    const hidden = '\x1b]0;x\x07\u202e\u200b\x9b';
    const { filter, files } = exported(
      busyPicture({ filter: `agent:${hidden}`, sources: [sourceOf({ source: hidden, format: hidden })] }),
    );
    const shown = '\\x1b]0;x\\x07\\u{202e}\\u{200b}\\u{009b}';
    expect(filter).toBe(`agent:${shown}`);
    expect(files).toEqual([expect.objectContaining({ path: shown, format: shown })]);
  });

  it('leaves plain text as it is, and out what is not known', () => {
    const { filter, files } = exported(
      busyPicture({ filter: 'path:"/日本 ü"', sources: [sourceOf({ state: 'opening', format: undefined })] }),
    );
    expect(filter).toBe('path:"/日本 ü"');
    expect(files).toEqual([{ path: '/var/log/nginx/access.log', state: 'opening', lag: 0 }]);
  });
});
