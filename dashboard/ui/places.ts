import type { Option } from './options.ts'

// ISO 3166-1 alpha-2. Browsers know their names, in every language, but do not list them.
const codes =
  'AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BW BY BZ CA CC CD CF CG ' +
  'CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH ' +
  'GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY ' +
  'KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG ' +
  'NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN ' +
  'SO SR SS ST SV SX SY SZ TC TD TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ' +
  'ZM ZW'

let knownCountries: Option[] | undefined
let knownZones: Option[] | undefined

/** Every country by its code, in the order of its name. */
export function countries(): Option[] {
  if (knownCountries) return knownCountries
  const names = new Intl.DisplayNames(undefined, { type: 'region' })
  knownCountries = codes
    .split(' ')
    .map((value) => ({ value, label: names.of(value) ?? value, keywords: value }))
    .toSorted((one, other) => one.label.localeCompare(other.label))
  return knownCountries
}

/** Every time zone by its IANA name, with how far it is from UTC now. */
export function timeZones(): Option[] {
  knownZones ??= ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')].map((value) => ({
    value,
    label: value.replaceAll('_', ' '),
    keywords: value,
  }))
  return knownZones
}

/** A zone that browsers list under another name is still offered as what is chosen. */
export function timeZonesWith(chosen: string): Option[] {
  const zones = timeZones()
  return zones.some(({ value }) => value === chosen) ? zones : [{ value: chosen, label: chosen }, ...zones]
}

/** Where this browser says that it is. */
export function ownTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}

/** The country of the browser's language, as a first guess. */
export function likelyCountry(): string | undefined {
  const region = new Intl.Locale(navigator.language).region
  return region && codes.split(' ').includes(region) ? region : undefined
}
