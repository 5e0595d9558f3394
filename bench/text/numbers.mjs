const grouped = new Intl.NumberFormat('en');

export const count = (n) => grouped.format(Math.round(n));

/** About three digits. */
export const digits = (n) => (n >= 100 ? count(n) : n.toFixed(n >= 10 ? 1 : n >= 1 ? 2 : 3));

export const megabytes = (bytes) => digits(bytes / 1e6);
