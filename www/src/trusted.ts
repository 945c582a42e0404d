/** The page's only Trusted Types policy: it lets through the address of the page's own worker. */

interface Policy {
  createScriptURL(address: string): string;
}
interface TrustedTypes {
  createPolicy(name: string, rules: Policy): Policy;
}

let policy: Policy | undefined;

export function scriptAddress(address: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  policy ??= trustedTypes?.createPolicy("scimwright-worker", { createScriptURL: (own) => own });
  return policy ? policy.createScriptURL(address) : address;
}
