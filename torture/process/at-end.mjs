const tasks = [];

/** Has something done when this process ends, by whatever way but SIGKILL; what was asked for last is done first. */
export function atEnd(task) {
  tasks.push(task);
}

process.on('exit', () => {
  for (const task of tasks.toReversed()) task();
});

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
]) {
  process.on(signal, () => {
    console.error('\nInterrupted: all processes that were started are ended.');
    process.exit(code);
  });
}
