/** Everybody loaded, indexed so that one object can be looked at with just those it depends on. */

import type { Plan } from "scimwright";
import { keyOf, plainId } from "./key";
import type { Fields, Input, Kind, People } from "./types";

/** Above so many neighbours an object is only looked at with everybody. */
const NEIGHBOURS = 200;
/** Up to so many accounts all of them go along. */
const ACCOUNTS = 300;

export interface Texts {
  users: string;
  groups: string | undefined;
  target: string | undefined;
}

export class Crowd {
  /** By key. */
  private readonly places = new Map<string, { list: "users" | "groups"; index: number }>();
  /** By the ids of users, as all ids that refer to somebody: as the engine looks them up. */
  private readonly users = new Map<string, number>();
  private readonly memberships = new Map<string, Fields[]>();
  private readonly accountsById = new Map<string, Fields>();
  private written: Partial<Record<keyof Texts, string>> = {};
  private accountsByValue: Map<string, Fields[]> | undefined;

  constructor(private readonly people: People) {
    for (const list of ["users", "groups"] as const) {
      people[list].forEach((object, index) => this.places.set(keyIn(list, object), { list, index }));
    }
    people.users.forEach((user, index) => this.users.set(plainId(String(user.id)), index));
    for (const group of people.groups) this.enrol(group);
    for (const account of people.target) this.accountsById.set(String(account.id), account);
  }

  get size(): number {
    return this.people.users.length + this.people.groups.length;
  }

  find(key: string): Fields | undefined {
    const place = this.places.get(key);
    return place && this.people[place.list][place.index];
  }

  kind(key: string): Kind | undefined {
    const place = this.places.get(key);
    return place && (place.list === "users" ? "user" : "group");
  }

  account(id: string | undefined): Fields | undefined {
    return id === undefined ? undefined : this.accountsById.get(id);
  }

  replace(key: string, object: Fields): void {
    const place = this.places.get(key);
    if (!place) return;
    this.people[place.list][place.index] = object;
    delete this.written[place.list];
    if (place.list === "users") return;
    this.memberships.clear();
    for (const group of this.people.groups) this.enrol(group);
  }

  /** Everybody as the engine reads it. */
  get texts(): Texts {
    return { users: this.text("users"), groups: this.text("groups"), target: this.text("target") };
  }

  /** The first few, enough to tell how long all of them will take. */
  sample(size: number): Texts {
    return { users: JSON.stringify(this.people.users.slice(0, size)), groups: undefined, target: this.text("target") };
  }

  /** An object with its manager, its members, the groups that bring them in and those that assign; nothing where these are too many. */
  around(key: string, ask: (people: Texts) => Plan, { settings, assignments }: Omit<Input, "schema">): Texts | undefined {
    const object = this.find(key);
    if (!object) return undefined;
    const near = new Set([...idsOf([object, object.manager]), ...idsOf(object.members)]);
    if (near.size > NEIGHBOURS) return undefined;
    const groups = new Set([...near].flatMap((one) => this.memberships.get(one) ?? []));
    if (this.kind(key) === "group") groups.add(object);
    // Who is in a group that assigns is known only where that group is given.
    for (const group of this.assigning(assignments)) groups.add(group);
    const users = [...near].flatMap((one) => this.people.users[this.users.get(one) ?? -1] ?? []);
    const people = { users: JSON.stringify(users), groups: JSON.stringify([...groups].map((group) => (group === object ? group : reduced(group, near)))) };
    if (this.people.target.length <= ACCOUNTS) return { ...people, target: this.text("target") };
    return { ...people, target: JSON.stringify([...this.candidates(near, settings.links ?? {}, ask({ ...people, target: undefined }))]) };
  }

  /** Puts answers in the order in which the people were loaded. */
  inOrder<T extends { kind: Kind; id: string }>(list: T[]): T[] {
    const rank = (one: T) => {
      const place = this.places.get(keyOf(one));
      return place ? place.index + (place.list === "groups" ? this.people.users.length : 0) : this.size;
    };
    return list.sort((a, b) => rank(a) - rank(b));
  }

  /** Accounts that a link or a matching query could find: queries compare for equality with a value in quotes. */
  private candidates(near: Set<string>, links: Record<string, string>, asked: Plan): Set<Fields> {
    const found = new Set<Fields>();
    for (const [one, account] of Object.entries(links)) {
      const linked = near.has(plainId(one)) && this.account(account);
      if (linked) found.add(linked);
    }
    this.accountsByValue ??= indexed(this.people.target);
    for (const request of asked.previews.flatMap((preview) => preview.matching.queries)) {
      for (const [quoted] of (request.query?.filter ?? "").matchAll(/"(?:[^"\\]|\\.)*"/g)) {
        for (const account of this.accountsByValue.get(String(JSON.parse(quoted)).toLowerCase()) ?? []) found.add(account);
      }
    }
    return found;
  }

  /** The groups that Gong assignments name, by display name or id. */
  private assigning(assignments: Fields | undefined): Fields[] {
    const { assignments: list } = assignments ?? {};
    const named = (name: unknown) => String(name).toLowerCase();
    const names = new Set(Array.isArray(list) ? list.map((one: Fields | null) => named(one?.group)) : []);
    return names.size === 0 ? [] : this.people.groups.filter((group) => names.has(named(group.displayName)) || names.has(named(group.id)));
  }

  /** Written once, and only where it is asked for. */
  private text(list: keyof Texts): string {
    return (this.written[list] ??= JSON.stringify(this.people[list]));
  }

  private enrol(group: Fields): void {
    for (const member of idsOf(group.members)) {
      const groups = this.memberships.get(member);
      if (groups) groups.push(group);
      else this.memberships.set(member, [group]);
    }
  }
}

function keyIn(list: "users" | "groups", object: Fields): string {
  return keyOf({ kind: list === "users" ? "user" : "group", id: String(object.id) });
}

/** A group with none but those members that are near. */
function reduced(group: Fields, near: ReadonlySet<string>): Fields {
  if (!Array.isArray(group.members)) return group;
  return { ...group, members: group.members.filter((member: unknown) => idsOf([member]).some((id) => near.has(id))) };
}

/** The ids of objects, or those that stand in their place. */
function idsOf(references: unknown): string[] {
  if (!Array.isArray(references)) return [];
  return references.flatMap((one: unknown) => {
    const id = one !== null && typeof one === "object" ? (one as Fields).id : one;
    return typeof id === "string" ? [plainId(id)] : [];
  });
}

/** Accounts by every text in them, in lower case. */
function indexed(accounts: readonly Fields[]): Map<string, Fields[]> {
  const index = new Map<string, Fields[]>();
  const visit = (value: unknown, account: Fields): void => {
    if (value !== null && typeof value === "object") {
      for (const inner of Object.values(value)) visit(inner, account);
    } else if (typeof value === "string") {
      const key = value.toLowerCase();
      const known = index.get(key);
      if (known) known.push(account);
      else index.set(key, [account]);
    }
  };
  for (const account of accounts) visit(account, account);
  return index;
}
