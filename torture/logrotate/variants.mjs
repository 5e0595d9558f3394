const dated = ['dateext', 'dateformat -%Y%m%d-%s'];

/**
 * What logrotate is told of the log. `isPaused`: whether nothing is written while it runs. Without that, `copytruncate`
 * destroys what is written between its copy and its truncation; then only whole lines are written, so that none is
 * destroyed by half.
 */
export const variants = {
  create: { directives: ['create'] },
  compress: { directives: ['create', 'compress'] },
  delaycompress: { directives: ['create', 'compress', 'delaycompress'] },
  dateext: { directives: ['create', ...dated] },
  'dateext-compress': { directives: ['create', 'compress', ...dated] },
  copytruncate: { directives: ['copytruncate'] },
  'copytruncate-compress': { directives: ['copytruncate', 'compress'] },
  'copytruncate-paused': { directives: ['copytruncate', 'compress', 'delaycompress'], isPaused: true },
};
