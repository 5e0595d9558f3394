import type { Condition } from '../condition.js';
import { rate } from './rate.js';

/** The measures for rules. */
export const CONDITIONS = [rate] as const satisfies readonly Condition[];

export type ConditionName = (typeof CONDITIONS)[number]['name'];

type Listed = Condition & { readonly name: ConditionName };

const byName: ReadonlyMap<string, Listed> = new Map(CONDITIONS.map((condition) => [condition.name, condition]));

/** The condition with a name; undefined where there is none. */
export const conditionNamed = (name: string): Listed | undefined => byName.get(name);
