/** The settings of a job by their names. */

import type { Settings } from "./types";

/** Whether a setting may name people: by their ids, or by values taken from them. */
const NAMES_PEOPLE: Record<keyof Settings, boolean> = {
  $schema: false,
  scope: false,
  assigned: true,
  links: true,
  released: true,
  patchFormat: false,
  legacyBooleans: false,
  targetSchemas: false,
  emitEmptyRoles: false,
  memberRefNull: false,
  onDemand: false,
  skipOutOfScopeDeletions: false,
  accidentalDeletionThreshold: false,
  allowDeletes: false,
  allowedDomains: false,
  cycle: false,
  changed: true,
  newIds: true,
  regexMode: false,
  multiValued: false,
  now: false,
  seed: false,
  defaultDomain: false,
  taken: true,
};
const NAMES = new Map(Object.entries(NAMES_PEOPLE));

export function isSetting(name: string): boolean {
  return NAMES.has(name);
}

/** The settings that name nobody; what is not known may name somebody. */
export function withoutPeople(settings: Settings): Settings {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => NAMES.get(name) === false));
}

/** What `Now()` gives where the settings do not say. */
export const NOW = "2000-01-01T00:00:00Z";
