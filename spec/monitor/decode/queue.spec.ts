import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Queue } from '../../../src/monitor/decode/queue.js';

describe('Queue', () => {
  it('gives what was put in, in that order, and nothing when it is empty', () => {
    const queue = new Queue([1, 2]);
    queue.push(3);
    expect(queue.toArray()).toEqual([1, 2, 3]);
    expect([queue.first, queue.shift(), queue.shift(), queue.shift(), queue.shift()]).toEqual([1, 1, 2, 3, undefined]);
    expect([queue.isEmpty, queue.first, queue.toArray()]).toEqual([true, undefined, []]);
    queue.push(4);
    expect([queue.isEmpty, queue.first]).toEqual([false, 4]);
  });

  it('does what an array does, however much goes through it', () => {
    const anySteps = fc.array(fc.tuple(fc.nat(3000), fc.nat(3000)), { maxLength: 10 });
    fc.assert(
      fc.property(anySteps, (steps) => {
        const [queue, array] = [new Queue<number>(), [] as number[]];
        let next = 0;
        for (const [pushes, shifts] of steps) {
          for (let i = 0; i < pushes; i++) {
            queue.push(next);
            array.push(next++);
          }
          for (let i = 0; i < shifts; i++) if (queue.shift() !== array.shift()) throw new Error(`at ${next}`);
          expect([queue.toArray(), queue.first, queue.isEmpty]).toEqual([array, array[0], array.length === 0]);
        }
      }),
    );
  });
});
