/** Does all tasks, so many at a time. */
export async function inParallel(tasks, width) {
  const waiting = tasks.values();
  const workers = Array.from({ length: width }, async () => {
    for (const task of waiting) await task();
  });
  await Promise.all(workers);
}
