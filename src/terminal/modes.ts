/**
 * The modes of a full screen: the alternate screen, no cursor, no wrapping at the right edge, and reports of the mouse
 * (buttons and wheel, numbers as text), and marks around pasted text. Source: XTerm Control Sequences.
 */
export const ENTER = '\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[?1000h\x1b[?1006h\x1b[?2004h';

/**
 * Undoes that, the last first. It ends a frame that was cut in the middle, so that a terminal which waits for its end
 * shows later output. Without an alternate screen, as on the Linux console, later output stands below the frame.
 */
export const LEAVE = '\x1b[?2026l\x1b[m\x1b[999H\r\n\x1b[?2004l\x1b[?1006l\x1b[?1000l\x1b[?7h\x1b[?25h\x1b[?1049l';
