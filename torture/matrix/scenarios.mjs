import { bindMount } from '../scenarios/bind-mount.mjs';
import { noStatx, overlay } from '../scenarios/birth-times.mjs';
import { appearsLate, deletedAndBack, replaced } from '../scenarios/comes-and-goes.mjs';
import { copyTruncate, copyTruncateUnread } from '../scenarios/copy-truncate.mjs';
import { lateLines, lateLinesPoll } from '../scenarios/late-lines.mjs';
import { renameCreate, renameCreatePoll } from '../scenarios/rename-create.mjs';
import { renameLater } from '../scenarios/rename-later.mjs';
import { reportChanged } from '../scenarios/report-changed.mjs';
import { rotatedConstantly, rotatedConstantlyIdentical, rotatedIrregularly } from '../scenarios/rotated-constantly.mjs';
import * as quickly from '../scenarios/rotated-quickly.mjs';
import { sameSize } from '../scenarios/same-size.mjs';
import { globRotated, severalNames } from '../scenarios/several-names.mjs';
import { symbolicLink } from '../scenarios/symbolic-link.mjs';
import { thousandFiles } from '../scenarios/thousand-files.mjs';
import { truncateGrow, truncateGrowPoll } from '../scenarios/truncate-grow.mjs';
import { halvesAcrossRename, twoHalves } from '../scenarios/two-halves.mjs';

/** All scenarios, in the order of the table; those that others were measured with come first. */
export const scenarios = [
  renameCreate,
  renameLater,
  lateLines,
  copyTruncate,
  truncateGrow,
  sameSize,
  twoHalves,
  quickly.rotatedTwice,
  rotatedConstantly,
  quickly.rotatedTwiceIdentical,
  quickly.rotatedTenTimes,
  quickly.rotatedTenTimesIdentical,
  rotatedIrregularly,
  rotatedConstantlyIdentical,
  quickly.rotatedAndPacked,
  quickly.rotatedTwiceAndPacked,
  copyTruncateUnread,
  halvesAcrossRename,
  appearsLate,
  deletedAndBack,
  replaced,
  symbolicLink,
  bindMount,
  overlay,
  noStatx,
  globRotated,
  severalNames,
  renameCreatePoll,
  lateLinesPoll,
  truncateGrowPoll,
  thousandFiles,
  reportChanged,
];
