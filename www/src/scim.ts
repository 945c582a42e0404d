/** SCIM documents told apart by their members, whose names count in any letter case. */

/** What client and service say to each other, and what a service tells of itself: nothing that is provisioned. */
const MESSAGE = /^urn:ietf:params:scim:(api:messages:2\.0:|schemas:core:2\.0:(ServiceProviderConfig|ResourceType|Schema)$)/i;
const BULK = /^urn:ietf:params:scim:api:messages:2\.0:BulkRequest$/i;

export function schemasOf(document: unknown): string[] {
  return (list(document, "schemas") ?? []).map(String);
}

/** What a ListResponse lists. */
export function resourcesOf(document: unknown): unknown[] {
  return list(document, "resources") ?? [];
}

/** A PATCH, whether it names its schema or not. */
export function isPatch(document: unknown): boolean {
  return list(document, "operations") !== undefined && !schemasOf(document).some((schema) => BULK.test(schema));
}

/** Whether a document says of itself that it is no resource of the target. */
export function isMessage(document: unknown): boolean {
  const schemas = schemasOf(document);
  return schemas.length > 0 && schemas.every((schema) => MESSAGE.test(schema));
}

function list(document: unknown, name: string): unknown[] | undefined {
  const members = document !== null && typeof document === "object" ? Object.entries(document) : [];
  const [, found] = members.find(([member]) => member.toLowerCase() === name) ?? [];
  return Array.isArray(found) ? found : undefined;
}
