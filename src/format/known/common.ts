import { layout } from '../layout.js';

/**
 * The Common Log Format of the CERN and NCSA servers. Source: https://httpd.apache.org/docs/current/logs.html#common
 */
export const common = layout('common', '{host} {} {user} [{time}] "{request}" {status} {bytes}');

/**
 * The Common Log Format with referrer and user agent. Source: https://httpd.apache.org/docs/current/logs.html#combined
 */
export const combined = layout('combined', `${common.template} "{referrer}" "{agent}"`);

/**
 * Common behind the virtual host, optionally with its port. Source:
 * https://httpd.apache.org/docs/current/logs.html#virtualhost
 */
export const vcommon = layout('vcommon', `{vhost} ${common.template}`);

/** Combined behind the virtual host, optionally with its port: `vhost_combined` of Debian's Apache. */
export const vcombined = layout('vcombined', `{vhost} ${combined.template}`);
