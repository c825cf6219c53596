// graphql-request: the plainest client, for scripts and static builds.

import assert from "node:assert/strict";
import { ClientError, GraphQLClient, batchRequests, gql, rawRequest } from "graphql-request";
import { check, endpoint, operation, rememberingFetch } from "../check.mjs";

check("graphql-request builds a site map of all public pages, and of no draft", async () => {
  const { pages } = await new GraphQLClient(endpoint).request(operation("SiteMap"));

  const addresses = pages.nodes.map(({ url }) => new URL(url).pathname);
  assert.equal(pages.pageInfo.hasNextPage, false);
  assert.equal(new Set(addresses).size, addresses.length);
  assert.ok(addresses.includes("/artikler/velferdsteknologi-pa-orland/"));
  assert.ok(!addresses.some((path) => path.includes("hemmelig")));
});

check("graphql-request reads by GET", async () => {
  const { exchanges, fetch } = rememberingFetch();
  const client = new GraphQLClient(endpoint, { method: "GET", fetch, jsonSerializer: JSON });

  const { nodes } = await client.request(operation("ByIds"), { ids: [] });

  assert.deepEqual(nodes, []);
  assert.deepEqual(exchanges.map(({ method, status }) => [method, status]), [["GET", 200]]);
});

check("graphql-request's batch is answered in its order", async () => {
  const [first, second] = await batchRequests(endpoint, [
    { document: operation("NumberedArticles"), variables: { first: 1, offset: 0 } },
    { document: operation("Filters") },
  ]);

  assert.equal(first.data.articles.totalCount, 12);
  assert.equal(second.data.themes[0].label, "Velferdsteknologi");
});

check("graphql-request tells a wrong variable as a ClientError with its code and place", async () => {
  const variables = { first: 10, where: { kind: ["GOSSIP"] } };

  const refusal = await new GraphQLClient(endpoint).request(operation("Articles"), variables).catch((error) => error);

  assert.ok(refusal instanceof ClientError, refusal);
  assert.equal(refusal.response.errors[0].extensions.code, "BAD_USER_INPUT");
  assert.deepEqual(Object.keys(refusal.response.errors[0].locations[0]), ["line", "column"]);
});

check("graphql-request tells of no field that almost has the name asked for", async () => {
  const refusal = await rawRequest(endpoint, gql`{ articless { totalCount } }`).catch((error) => error);

  assert.equal(refusal.response.errors[0].extensions.code, "GRAPHQL_VALIDATION_FAILED");
  assert.doesNotMatch(JSON.stringify(refusal.response.errors), /did you mean|"articles"|'articles'/i);
});
