import { dimensionOf } from '../../digest/dimensions.js';
import type { DimensionName } from '../../digest/dimensions.js';
import { tableOf } from '../../digest/table-of.js';
import type { Stats } from '../../monitor/stats/stats.js';
import type { CutAt } from '../../text/cell.js';
import { beside } from '../../text/block.js';
import { hostCountText } from '../host-count.js';
import { drawRanking } from './ranking.js';
import type { Ranking } from './ranking.js';
import type { Theme } from '../../text/theme.js';

/** The least columns of the terminal for tables in threes, in pairs, and with two blanks between columns. */
const THREE_WIDTH = 120;
const THREE_SPACIOUS_WIDTH = 170;
const PAIR_WIDTH = 80;
const ONE_SPACIOUS_WIDTH = 40;

const BLOCK_GAP = 3;

/** The shares of the first and the last of three tables: an IPv4 address is whole from 120 columns on. */
const SECTIONS_SHARE = 0.31;
const HOSTS_SHARE = 0.325;

/**
 * The tables of sections, paths and hosts: side by side where there is room, else one below the other. The position of
 * a column depends on the width and not on the keys, so that one interval looks like the next.
 */
export function rankingLines(stats: Stats, top: number, width: number, theme: Theme, isAlone = false): string[] {
  const { sections, paths, hosts } = rankings(stats);
  const draw = (ranking: Ranking, width: number, gap: number, isBrief = false) =>
    drawRanking(ranking, { top, width, gap, isBrief, isAlone, theme });

  if (width >= THREE_WIDTH) {
    const gap = width >= THREE_SPACIOUS_WIDTH ? 2 : 1;
    const room = width - 2 * BLOCK_GAP;
    const [first, last] = [Math.floor(room * SECTIONS_SHARE), Math.floor(room * HOSTS_SHARE)];
    const blocks = [draw(sections, first, gap), draw(paths, room - first - last, gap), draw(hosts, last, gap)];
    return beside(blocks, BLOCK_GAP);
  }
  if (width >= PAIR_WIDTH) {
    const room = width - BLOCK_GAP;
    const first = Math.floor(room / 2);
    const pair = [draw(sections, first, 2, true), draw(hosts, room - first, 2, true)];
    return [...beside(pair, BLOCK_GAP), '', ...draw(paths, width, 2).lines];
  }
  const gap = width >= ONE_SPACIOUS_WIDTH ? 2 : 1;
  return [sections, paths, hosts].flatMap((ranking, i) => [...(i > 0 ? [''] : []), ...draw(ranking, width, gap).lines]);
}

function rankings({ digest, previous }: Stats): Record<'sections' | 'paths' | 'hosts', Ranking> {
  const rankingOf = (name: DimensionName, keyWidth: number, cutAt: CutAt): Ranking => ({
    title: dimensionOf(name).title,
    table: tableOf(digest, name),
    previous: previous && tableOf(previous, name),
    hitsInAll: digest.hits,
    keyWidth,
    cutAt,
  });
  const hosts = rankingOf('hosts', 15, 'end');
  return {
    sections: rankingOf('sections', 11, 'end'),
    paths: rankingOf('paths', 20, 'middle'),
    hosts: { ...hosts, title: `${hosts.title} (${hostCountText(digest)})` },
  };
}
