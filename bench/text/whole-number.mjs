/** Reads flags whose values are whole numbers of 1 or more; what is none is told in `faults`. */
export const wholeNumbers = (values, faults) => (flag, standard) => {
  const n = Number(values[flag] ?? standard);
  if (!Number.isSafeInteger(n) || n < 1) faults.push(`--${flag} "${values[flag]}" is not a whole number of 1 or more`);
  return n;
};
