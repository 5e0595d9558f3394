/** What the columns of the recorded figures are called. */
export const recordedNames = ['GoAccess 1.11', 'mtail', 'lnav 0.11', 'a first pinned `tail`'];

/** What was measured once by hand, lines counted of lines written; not measured again by this program. */
export const recorded = {
  'rename-create': ['40 of 50', '50 of 50', 'old file leaves the view', '50 of 50'],
  'rename-later': ['exits with an error', '9 of 40', '40 of 40', '40 of 40'],
  'late-lines': ['40 of 50', '40 of 50', '40 of 50', '50 of 50'],
  'copy-truncate': ['40 of 40', '40 of 40', '40 of 40', '40 of 40'],
  'truncate-grow': ['240 of 240', '141 of 240', '241 of 240', '141 of 240'],
  'same-size': ['missed', 'missed', '–', 'missed'],
  'two-halves': ['2 broken lines', '1 of 1', '1 of 1', '1 of 1'],
  'rotated-twice': ['–', '–', '–', '50 of 75'],
  'rotated-constantly': ['–', '–', '–', '90 %'],
};
