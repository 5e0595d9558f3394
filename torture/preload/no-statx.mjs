import { eachStat } from './each-stat.mjs';

/** As Node tells where there is no statx(2): the time of the last change for that of birth. */
eachStat((stat) => {
  stat.birthtimeNs = stat.ctimeNs;
});
