/** How the value of a filter's term is held against a key. */
export interface Matching {
  /** Whether the key must begin with the value, rather than hold it anywhere. */
  readonly isPrefix: boolean;
  /** Whether `A` to `Z` are like `a` to `z`. */
  readonly isCaseless: boolean;
}

/** Something that hits are counted by. */
export type Dimension = CountedDimension | DerivedDimension;

interface Shown {
  /** The name of its table: in JSON, in the binary form of a digest and in the code. */
  readonly name: string;
  /** The heading of its table. */
  readonly title: string;
  /** The heading where there is room for a longer one; default `title`. */
  readonly fullTitle?: string;
  /** Its table keeps at least so many keys; a whole number of 1 or more. */
  readonly cap: number;
}

/** One whose keys the lines hold. */
export interface CountedDimension extends Shown {
  /** The field of a line that is its key, or the part of the request; also the word for it in a filter. */
  readonly field: string;
  /** Whether a line without the field counts nothing, rather than the key `-`; the table is not shown while it is empty. */
  readonly isOptional?: boolean;
  readonly match: Matching;
}

/** One whose keys follow from those of another: its table is made when it is read, see `tableOf`. */
export interface DerivedDimension extends Shown {
  /** The name of a counted one. */
  readonly of: string;
  /** A pure function; undefined for a key that counts nothing here. */
  readonly by: (key: string) => string | undefined;
}

const CAP = 10_000;
const START: Matching = { isPrefix: true, isCaseless: false };
const START_OF_ANY_CASE: Matching = { isPrefix: true, isCaseless: true };
const ANYWHERE: Matching = { isPrefix: false, isCaseless: true };

/**
 * All that hits are counted by. A line here is a table in each digest: the engine counts it, digests merge it and are stored
 * with it, filters know its field, and JSON, reports and the screen show it.
 */
export const DIMENSIONS = [
  { name: 'methods', title: 'Methods', cap: 100, field: 'method', match: START_OF_ANY_CASE },
  // There are 1,001: `000` to `999`, and `-`.
  { name: 'statuses', title: 'Statuses', cap: 1001, field: 'status', match: START_OF_ANY_CASE },
  { name: 'protocols', title: 'Protocols', cap: 100, field: 'protocol', match: START_OF_ANY_CASE },
  { name: 'sections', title: 'Sections', cap: CAP, field: 'section', match: START },
  { name: 'paths', title: 'Paths', cap: CAP, field: 'path', match: START },
  { name: 'hosts', title: 'Hosts', cap: CAP, field: 'host', match: START },
  { name: 'users', title: 'Users', cap: CAP, field: 'user', match: START },
  { name: 'referrers', title: 'Referrers', cap: CAP, field: 'referrer', match: ANYWHERE },
  { name: 'agents', title: 'Agents', fullTitle: 'User agents', cap: CAP, field: 'agent', match: ANYWHERE },
  { name: 'vhosts', title: 'Virtual hosts', cap: CAP, field: 'vhost', isOptional: true, match: START_OF_ANY_CASE },
] as const satisfies readonly Dimension[];

type Listed = (typeof DIMENSIONS)[number];
type Counted = Extract<Listed, { readonly field: string }>;

export type DimensionName = Listed['name'];

/** The name of a dimension that each digest has a table of. */
export type CountedName = Counted['name'];

/** What the keys of counted dimensions are read from. */
export type KeyField = Counted['field'];

type NamedCounted = CountedDimension & { readonly name: CountedName; readonly field: KeyField };

/** Those of the list whose keys the lines hold, with all properties that one may have. */
export const COUNTED: readonly NamedCounted[] = DIMENSIONS.filter(
  (dimension: Dimension): dimension is Counted => 'field' in dimension,
);

export const COUNTED_NAMES: readonly CountedName[] = COUNTED.map(({ name }) => name);

export const DIMENSION_NAMES: readonly DimensionName[] = DIMENSIONS.map(({ name }) => name);

/** A dimension by its name, with all properties that one may have. */
export function dimensionOf(name: DimensionName): Dimension {
  return DIMENSIONS_BY_NAME[name];
}

const DIMENSIONS_BY_NAME = Object.fromEntries(
  DIMENSIONS.map((dimension) => [dimension.name, dimension]),
) as unknown as Readonly<Record<DimensionName, Dimension>>;

/** A value for each counted dimension. */
export const forEachCounted = <T>(value: (dimension: NamedCounted) => T): Record<CountedName, T> =>
  Object.fromEntries(COUNTED.map((dimension) => [dimension.name, value(dimension)])) as Record<CountedName, T>;
