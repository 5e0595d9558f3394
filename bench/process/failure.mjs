const MAX_WORDS = 200;

/** Why a process failed, in one line. */
export function failureOf({ code, output, errors }) {
  const words = (errors().trim() || output().trim()).split('\n').filter((line) => !line.startsWith('Command exited'));
  const reason = (words.find((line) => /error/i.test(line)) ?? words[0])?.slice(0, MAX_WORDS) || 'it said nothing';
  return `ended with ${code}: ${reason}`;
}
