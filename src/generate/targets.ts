import { oneOf, zipf } from './choice.js';
import type { Choice } from './choice.js';
import { api, asset, feed, page, probe } from './habits.js';
import type { Habits } from './habits.js';

/** Targets requested in the same way. In a target `#` stands for a number. */
export interface Targets {
  readonly habits: Habits;
  readonly target: Choice<string>;
}

const to = (habits: Habits, ...targets: readonly string[]): Targets => ({ habits, target: oneOf(targets) });

/** The requested targets, the hottest first; the last ones give the long tail of sections that hardly ever appear. */
export const targets: Choice<Targets> = zipf([
  to(page, '/blog/#/', '/blog/2018/05/post-#.html', '/blog/tag/rxjs', '/blog'),
  to(asset, '/static/app.#.js', '/static/vendor.js', '/static/main.css', '/static/fonts/inter.woff2'),
  to(api, '/api/v1/items/#', '/api/v1/users/#', '/api/v1/search', '/api/v1/orders', '/api/v1/session'),
  to(page, '/'),
  to(asset, '/images/#.jpg', '/images/logo.svg', '/images/hero-#.webp'),
  to(page, '/products/#', '/products/shoes/#', '/products/'),
  to(page, '/pages/create', '/pages/#'),
  to(page, '/search'),
  to(asset, '/favicon.ico'),
  to(feed, '/feed.xml'),
  to(page, '/login'),
  to(page, '/docs/', '/docs/guide/#.html', '/docs/api/#.html'),
  to(page, '/cart', '/cart/checkout'),
  to(feed, '/robots.txt'),
  to(page, '/account/orders/#', '/account/settings'),
  to(page, '/about'),
  to(asset, '/media/video-#.mp4'),
  to(probe, '/wp-login.php'),
  to(page, '/report'),
  to(feed, '/sitemap.xml'),
  to(page, '/help/#', '/help/contact'),
  to(asset, '/downloads/release-1.#.tar.gz'),
  to(probe, '/.env', '/.git/config', '/phpmyadmin/index.php', '/cgi-bin/luci', '/xmlrpc.php'),
  to(page, '/promo-#', '/promo-#/terms'),
  to(page, '/~#/'),
]);

/** The numbers that stand for `#`. */
export const number: Choice<number> = zipf(Array.from({ length: 500 }, (_, i) => i + 1));
