import type { Paint } from '../../src/text/theme.js';

/** Red, green and blue, 0 to 255 each, or 0 to 1 where they are linear. */
export type Rgb = readonly [number, number, number];

type Matrix = readonly [Rgb, Rgb, Rgb];

/**
 * What eyes make of linear RGB. Source: Machado, Oliveira & Fernandes, A Physiologically-based Model for Simulation of
 * Color Vision Deficiency, 2009, severity 1.
 */
export const EYES = {
  trichromat: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanope: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranope: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
} as const satisfies Record<string, Matrix>;

export const rgb = (hex: string): Rgb => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb;

/** The colours of text and ground that a paint of 256 colours or 24 bits sets. */
export function coloursOf(paint: Paint): { text?: Rgb; ground?: Rgb } {
  const colours: { text?: Rgb; ground?: Rgb } = {};
  for (const [, layer, mode, rest = ''] of paint('x').matchAll(/\x1b\[([34])8;([25]);([\d;]+)m/g)) {
    const numbers = rest.split(';').map(Number);
    colours[layer === '3' ? 'text' : 'ground'] = mode === '5' ? of256(numbers[0] ?? 0) : (numbers as unknown as Rgb);
  }
  return colours;
}

/** The colours from 16 on, as xterm fixed them: a cube of 6 × 6 × 6 and 24 greys. */
function of256(index: number): Rgb {
  if (index >= 232) return [8, 8, 8].map((base) => base + 10 * (index - 232)) as unknown as Rgb;
  return [36, 6, 1].map((place) => {
    const step = Math.floor((index - 16) / place) % 6;
    return step === 0 ? 0 : 55 + 40 * step;
  }) as unknown as Rgb;
}

/** From 1 to 21. Source: W3C, Web Content Accessibility Guidelines 2.2, 1.4.3. */
export function contrast(a: Rgb, b: Rgb): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].toSorted((one, other) => one - other);
  return (light + 0.05) / (dark + 0.05);
}

/** How far apart two colours are to an eye; about 2 can just be told apart side by side. */
export function distance(a: Rgb, b: Rgb, eye: Matrix): number {
  return ciede2000(lab(seen(a, eye)), lab(seen(b, eye)));
}

const linear = (colour: Rgb): Rgb =>
  colour.map((value) =>
    value <= 10.31475 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4,
  ) as unknown as Rgb;

const dot = (a: Rgb, b: Rgb): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

const luminance = (colour: Rgb): number => dot([0.2126, 0.7152, 0.0722], linear(colour));

const seen = (colour: Rgb, eye: Matrix): Rgb =>
  eye.map((row) => Math.min(1, Math.max(0, dot(row, linear(colour))))) as unknown as Rgb;

/** CIELAB of linear sRGB under D65. */
function lab(colour: Rgb): Rgb {
  const cubeRoot = (t: number): number => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);
  const x = cubeRoot(dot([0.4124564, 0.3575761, 0.1804375], colour) / 0.95047);
  const y = cubeRoot(dot([0.2126729, 0.7151522, 0.072175], colour));
  const z = cubeRoot(dot([0.0193339, 0.119192, 0.9503041], colour) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180;
const cos = (degrees: number): number => Math.cos(radians(degrees));

/** Source: Sharma, Wu & Dalal, The CIEDE2000 Color-Difference Formula, 2005, whose names these are. */
export function ciede2000([l1, a1, b1]: Rgb, [l2, a2, b2]: Rgb): number {
  const weight = (chroma: number): number => Math.sqrt(chroma ** 7 / (chroma ** 7 + 25 ** 7));
  const g = 0.5 * (1 - weight((Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2));
  const [c1, c2] = [Math.hypot(a1 * (1 + g), b1), Math.hypot(a2 * (1 + g), b2)];
  const hue = (a: number, b: number): number => ((Math.atan2(b, a * (1 + g)) * 180) / Math.PI + 360) % 360;
  const [h1, h2] = [hue(a1, b1), hue(a2, b2)];
  // The difference and the mean of hues go the shorter way round; a grey has none.
  const isGrey = c1 * c2 === 0;
  const turn = isGrey ? 0 : ((h2 - h1 + 540) % 360) - 180;
  const h = isGrey ? h1 + h2 : h1 + turn / 2;
  const [l, c] = [(l1 + l2) / 2, (c1 + c2) / 2];
  const t = 1 - 0.17 * cos(h - 30) + 0.24 * cos(2 * h) + 0.32 * cos(3 * h + 6) - 0.2 * cos(4 * h - 63);
  const dl = (l2 - l1) / (1 + (0.015 * (l - 50) ** 2) / Math.sqrt(20 + (l - 50) ** 2));
  const dc = (c2 - c1) / (1 + 0.045 * c);
  const dh = (2 * Math.sqrt(c1 * c2) * Math.sin(radians(turn / 2))) / (1 + 0.015 * c * t);
  const fromBlue = (((h + 360) % 360) - 275) / 25;
  const rotation = -2 * weight(c) * Math.sin(radians(60 * Math.exp(-(fromBlue ** 2))));
  return Math.sqrt(dl ** 2 + dc ** 2 + dh ** 2 + rotation * dc * dh);
}
