import { layout } from './layout.js';

/** The Common Log Format of the CERN and NCSA servers. Source: https://httpd.apache.org/docs/current/logs.html#common */
export const common = layout('common', '{host} {} {user} [{time}] "{request}" {status} {bytes}');

/** The Common Log Format with referrer and user agent. Source: https://httpd.apache.org/docs/current/logs.html#combined */
export const combined = layout('combined', `${common.template} "{referrer}" "{agent}"`);
