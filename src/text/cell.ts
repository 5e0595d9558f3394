import { isOneColumnEach, widthOf } from './width.js';

/** Where to cut a text that is too long: cut in the middle, long paths can still be told apart. */
export type CutAt = 'end' | 'middle';

const ELLIPSIS = '…';
/** The longest emoji has 10 code points; more marks on one character than this only serve to deface a terminal. */
const MAX_CLUSTER_CODE_POINTS = 16;

const segmenter = new Intl.Segmenter();

/** The text in at most `width` columns of the terminal, with `…` for the missing part. No character is cut in two. */
export function cut(text: string, width: number, at: CutAt = 'end'): string {
  if (width < 1) return '';
  if (isOneColumnEach(text)) return cutPlain(text, width, at);
  const clusters = Array.from(segmenter.segment(text), ({ segment }) => tame(segment));
  if (widthOf(clusters.join('')) <= width) return clusters.join('');
  const tail = at === 'middle' ? takeWidth(clusters.toReversed(), tailWidth(width)).reverse() : [];
  const head = takeWidth(clusters, width - 1 - widthOf(tail.join('')));
  return head.join('') + ELLIPSIS + tail.join('');
}

/** As much of the beginning as fits `width` columns, at least one character. */
export function startOf(text: string, width: number): string {
  if (isOneColumnEach(text)) return text.slice(0, Math.max(1, width));
  const clusters = Array.from(segmenter.segment(text), ({ segment }) => segment);
  return takeWidth(clusters, width).join('') || (clusters[0] ?? '');
}

/** The text in exactly `width` columns. */
export function fit(text: string, width: number, align: 'left' | 'right', at: CutAt = 'end'): string {
  const short = cut(text, width, at);
  const blank = ' '.repeat(Math.max(0, width - widthOf(short)));
  return align === 'left' ? short + blank : blank + short;
}

function cutPlain(text: string, width: number, at: CutAt): string {
  if (text.length <= width) return text;
  const tail = at === 'middle' ? tailWidth(width) : 0;
  return text.slice(0, width - 1 - tail) + ELLIPSIS + text.slice(text.length - tail);
}

/** A little more of the end than of the beginning: a path ends in its name. */
const tailWidth = (width: number): number => Math.floor(width * 0.55);

/** As many of the first characters as fit `width` columns. */
function takeWidth(clusters: readonly string[], width: number): string[] {
  let used = 0;
  const end = clusters.findIndex((cluster) => (used += widthOf(cluster)) > width);
  return clusters.slice(0, end === -1 ? clusters.length : end);
}

function tame(cluster: string): string {
  return cluster.length <= MAX_CLUSTER_CODE_POINTS
    ? cluster
    : Array.from(cluster).slice(0, MAX_CLUSTER_CODE_POINTS).join('');
}
