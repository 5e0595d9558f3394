import { weighted, zipf } from './choice.js';
import type { Choice } from './choice.js';

/** 750 hosts, some of them hot, from the ranges reserved for documentation. Source: RFC 5737 and RFC 3849. */
export const host: Choice<string> = zipf(Array.from({ length: 750 }, (_, i) => (i % 4 === 2 ? ipv6(i) : ipv4(i))));

export const user: Choice<string> = weighted({ '-': 94, alice: 2, bob: 1, carol: 1, dave: 1, erin: 1 });

/** Weights of the browsers that people use. */
export const people: Readonly<Record<string, number>> = {
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/66.0.3359.139 Safari/537.36': 30,
  'Mozilla/5.0 (iPhone; CPU iPhone OS 11_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/11.0 Mobile/15E148 Safari/604.1': 18,
  'Mozilla/5.0 (Linux; Android 8.0.0; SM-G950F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/66.0.3359.126 Mobile Safari/537.36': 16,
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_13_4) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/11.1 Safari/605.1.15': 12,
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:59.0) Gecko/20100101 Firefox/59.0': 11,
  'Mozilla/5.0 (X11; Linux x86_64; rv:60.0) Gecko/20100101 Firefox/60.0': 4,
};

/** Weights of the crawlers. */
export const bots: Readonly<Record<string, number>> = {
  'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)': 4,
  'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)': 2,
  'Mozilla/5.0 (compatible; AhrefsBot/5.2; +http://ahrefs.com/robot/)': 1,
};

function ipv4(i: number): string {
  const net = ['192.0.2', '198.51.100', '203.0.113'][i % 3] ?? '';
  // 101 and 254 have no common divisor: the addresses look scattered and yet none repeats.
  return `${net}.${1 + ((Math.floor(i / 3) * 101) % 254)}`;
}

function ipv6(i: number): string {
  return `2001:db8:${(1 + ((i * 40_503) % 0xffff)).toString(16)}::${(i + 1).toString(16)}`;
}
