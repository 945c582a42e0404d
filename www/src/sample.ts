/** What the page opens with: the sample tenant and the built-in Gong configuration. */

import groups from "../../tests/cases/data/groups.json";
import target from "../../tests/cases/data/gong-users-before.json";
import users from "../../tests/cases/data/users.json";
import schema from "../../tests/cases/data/gong-schema.json";
import assignments from "../examples/sample/assignments.json";
import settings from "../examples/sample/settings.json";
import { keyOf } from "./key";
import type { Fields, People, Settings } from "./types";

const people: People = {
  users: users.value as Fields[],
  groups: groups.value as Fields[],
  target: target.Resources as Fields[],
};

export const sample = {
  name: "Gong, built in",
  peopleName: "Sample tenant",
  /** As it stands in its file. */
  schema: `${JSON.stringify(schema, null, 2)}\n`,
  settings: settings as Settings,
  assignments: assignments as Fields,
  people,
  /** Somebody whose account changes, so that both PATCH formats are in sight. */
  selected: keyOf({ kind: "user", id: "5d0c0002-7b1a-4e21-9c3d-000000000002" }),
};
