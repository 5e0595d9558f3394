/** How the value of a filter's term is compared with a key. */
export interface Matching {
  /** Whether the key must begin with the value, rather than hold it anywhere. */
  readonly isPrefix: boolean;
  /** Whether `A` to `Z` match `a` to `z`. */
  readonly isCaseless: boolean;
}

/** A property by which hits are counted. */
export type Dimension = CountedDimension | DerivedDimension;

interface Shown {
  /** The name of its table: in JSON, in the binary form of a digest and in the code. */
  readonly name: string;
  /** The heading of its table. */
  readonly title: string;
  /** The heading if there is room for a longer one; default `title`. */
  readonly fullTitle?: string;
  /** Its table keeps at least this many keys; a whole number of 1 or more. */
  readonly cap: number;
}

/** A dimension whose keys the lines hold. */
export interface CountedDimension extends Shown {
  /** The field of a line that is its key, or the part of the request; also the word for it in a filter. */
  readonly field: string;
  /**
   * Whether a line without the field counts nothing, rather than the key `-`; the table is hidden while it is empty.
   */
  readonly isOptional?: boolean;
  readonly match: Matching;
}

/** A dimension whose keys follow from those of another: its table is made when it is read, see `tableOf`. */
export interface DerivedDimension extends Shown {
  /** The name of a counted one. */
  readonly of: string;
  /** A pure function; returns undefined for a key that does not count here. */
  readonly by: (key: string) => string | undefined;
}

const CAP = 10_000;
const START: Matching = { isPrefix: true, isCaseless: false };
const START_OF_ANY_CASE: Matching = { isPrefix: true, isCaseless: true };
const ANYWHERE: Matching = { isPrefix: false, isCaseless: true };

/**
 * All dimensions by which hits are counted. A line here is a table in each digest: the engine counts it, digests merge
 * it and are stored with it, filters know its field, and JSON, reports and the screen show it.
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

/** The name of a dimension with a table in each digest. */
export type CountedName = Counted['name'];

/** The field that supplies the keys of a counted dimension. */
export type KeyField = Counted['field'];

type NamedCounted = CountedDimension & { readonly name: CountedName; readonly field: KeyField };

/** The dimensions of the list whose keys the lines hold, with all optional properties. */
export const COUNTED: readonly NamedCounted[] = DIMENSIONS.filter(
  (dimension: Dimension): dimension is Counted => 'field' in dimension,
);

export const COUNTED_NAMES: readonly CountedName[] = COUNTED.map(({ name }) => name);

export const DIMENSION_NAMES: readonly DimensionName[] = DIMENSIONS.map(({ name }) => name);

/** A dimension by its name, with all optional properties. */
export function dimensionOf(name: DimensionName): Dimension {
  return DIMENSIONS_BY_NAME[name];
}

const DIMENSIONS_BY_NAME = Object.fromEntries(
  DIMENSIONS.map((dimension) => [dimension.name, dimension]),
) as unknown as Readonly<Record<DimensionName, Dimension>>;

/** A value for each counted dimension. */
export const forEachCounted = <T>(value: (dimension: NamedCounted) => T): Record<CountedName, T> =>
  Object.fromEntries(COUNTED.map((dimension) => [dimension.name, value(dimension)])) as Record<CountedName, T>;
