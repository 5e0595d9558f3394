/** What logrotate is told of nginx's log, and how nginx writes it; see the variants of logrotate. */
export const variants = {
  create: { directives: ['create', 'compress', 'delaycompress'] },
  buffered: { directives: ['create', 'compress', 'delaycompress'], buffer: 'buffer=32k flush=300ms' },
  copytruncate: { directives: ['copytruncate'] },
  'copytruncate-paused': { directives: ['copytruncate', 'compress'], isPaused: true },
};
