// graphql-http: the audits of the GraphQL-over-HTTP specification, MUST, SHOULD and MAY alike.

import assert from "node:assert/strict";
import { serverAudits } from "graphql-http";
import { check, endpoint } from "../check.mjs";

const audits = serverAudits({ url: endpoint, fetchFn: fetch });

check("graphql-http has 61 audits", () => assert.equal(audits.length, 61));

for (const { id, name, fn } of audits) {
  check(`graphql-http audit ${id}: ${name}`, async () => {
    const { status, reason } = await fn();

    assert.equal(status, "ok", reason);
  });
}
