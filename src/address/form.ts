/** How the addresses of a country are asked for. Pure; what is known of each country is loaded when it is chosen (index.ts). */

/** The parts of an address below the name and the country. */
export type PlaceName = 'street' | 'extended' | 'city' | 'region' | 'postalCode';

export interface Region {
  /** What is sent and stands on the parcel. */
  readonly value: string;
  readonly label: string;
}

export interface AddressForm {
  /** ISO 3166-1 alpha-2; empty: of none in particular. */
  readonly country: string;
  /** As they are written there; what stands in one row is short. A part that is in no row is not asked for. */
  readonly rows: readonly (readonly PlaceName[])[];
  /** What an address there usually has to have. */
  readonly needed: ReadonlySet<PlaceName>;
  /** What they are called there: ends of label keys (`address.region.<kind>`). */
  readonly kinds: { readonly region: string; readonly city: string; readonly postalCode: string };
  /** The lines for a flat or floor are also for a district. */
  readonly districts: boolean;
  /** To choose from; empty: typed. */
  readonly regions: readonly Region[];
  /** What a postal code looks like there; undefined where nobody knows. */
  readonly postal: { readonly pattern: RegExp; readonly example: string } | undefined;
}

/** Fits everywhere: shown until more is known, and where nothing more can be had. */
export const ANYWHERE = Object.freeze<AddressForm>({
  country: '',
  rows: [['street'], ['extended'], ['city', 'postalCode'], ['region']],
  needed: new Set<PlaceName>(['street', 'city']),
  kinds: { region: 'any', city: 'city', postalCode: 'postal' },
  districts: false,
  regions: [],
  postal: undefined,
});

/** What may be wrong and may be right: the shopper knows better than any table. */
export type Doubt = 'missing' | 'postal';

export type Place = Readonly<Record<PlaceName, string>>;

export const asks = ({ rows }: AddressForm, name: PlaceName): boolean =>
  rows.some((row) => row.includes(name));
