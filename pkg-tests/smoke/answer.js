// What every project of this folder computes: one preview, one validation, one evaluation, one filter, as one text.

const user = {
  id: "8a3b1c5e-0000-4000-8000-000000000001", userPrincipalName: "ada@contoso.example", mail: "ada@contoso.example",
  displayName: "Ada 😀 Lovelace", givenName: "Ada", surname: "Lovelace", accountEnabled: true,
};

export function answer({ Engine, evaluate, parseFilter, validatePayload, version }) {
  const made = Engine.create({ settings: { scope: "all", now: "2025-03-25T09:00:00Z" } });
  if (!made.ok) throw new Error(JSON.stringify(made.diagnostics));
  const answers = {
    version: version(),
    preview: made.engine.preview({ source: user }),
    validated: validatePayload({ schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"], userName: "ada", active: "True" }),
    evaluated: evaluate('Join(", ", [surname], [givenName])', user, { trace: true }),
    filter: parseFilter('emails[type eq "work"].value co "😀" and active eq true'),
  };
  made.engine.free();
  return JSON.stringify(answers);
}
