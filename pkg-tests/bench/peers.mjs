// The mapping of the built-in configuration, written by hand in JavaScript and as a JSONata expression: thirteen
// attributes, the bodies that a POST carries.

import jsonata from "jsonata";

const CORE = "urn:ietf:params:scim:schemas:core:2.0:User";
const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const GONG = "urn:ietf:params:scim:schemas:extension:Gong:2.0:User";

/** The name at home of a guest's user principal name; any other name as it is. */
function homeName(name) {
  const cut = name.indexOf("#EXT#");
  if (cut < 0) return name;
  const before = name.slice(0, cut);
  const at = before.lastIndexOf("_");
  return at < 0 ? before : `${before.slice(0, at)}@${before.slice(at + 1)}`;
}

/** What a JavaScript programmer would write. */
export function byHand(user) {
  const body = { schemas: [CORE, ENTERPRISE] };
  if (user.userPrincipalName) body.userName = homeName(user.userPrincipalName);
  body.active = user.accountEnabled !== false && !user.deletedDateTime;
  if (user.jobTitle) body.title = user.jobTitle;
  if (user.mail) body.emails = [{ primary: true, type: "work", value: user.mail }];
  if (user.givenName || user.surname) {
    body.name = {};
    if (user.givenName) body.name.givenName = user.givenName;
    if (user.surname) body.name.familyName = user.surname;
  }
  const phone = user.businessPhones?.[0];
  if (phone) body.phoneNumbers = [{ primary: true, type: "work", value: phone }];
  if (user.mailNickname) body.externalId = user.mailNickname;
  if (user.preferredLanguage) body.locale = user.preferredLanguage;
  const timezone = user.onPremisesExtensionAttributes?.extensionAttribute2;
  if (timezone) body.timezone = timezone;
  if (user.state || user.country) {
    body[GONG] = {};
    if (user.state) body[GONG].stateOrProvince = user.state;
    if (user.country) body[GONG].country = user.country;
  }
  // The thirteenth attribute, the manager, is a reference: it leaves in a request of its own.
  body.meta = { resourceType: "User" };
  return body;
}

/** The same as one expression, prepared once. */
export const prepared = jsonata(`(
  $home := function($name) { $contains($name, "#EXT#")
    ? ( $before := $substringBefore($name, "#EXT#"); $contains($before, "_") ? $replace($before, /_([^_]*)$/, "@$1") : $before )
    : $name };
  {
    "schemas": ["${CORE}", "${ENTERPRISE}"],
    "userName": userPrincipalName ? $home(userPrincipalName),
    "active": accountEnabled != false and $not($boolean(deletedDateTime)),
    "title": jobTitle ? jobTitle,
    "emails": mail ? [{"primary": true, "type": "work", "value": mail}],
    "name": givenName or surname ? {"givenName": givenName ? givenName, "familyName": surname ? surname},
    "phoneNumbers": businessPhones[0] ? [{"primary": true, "type": "work", "value": businessPhones[0]}],
    "externalId": mailNickname ? mailNickname,
    "locale": preferredLanguage ? preferredLanguage,
    "timezone": onPremisesExtensionAttributes.extensionAttribute2 ? onPremisesExtensionAttributes.extensionAttribute2,
    "${GONG}": state or country ? {"stateOrProvince": state ? state, "country": country ? country},
    "meta": {"resourceType": "User"}
  }
)`);
