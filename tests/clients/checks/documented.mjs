// What docs/frontend.md shows in JavaScript, with the clients that it is for.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { ApolloClient, HttpLink, InMemoryCache, gql } from "@apollo/client";
import { Client, fetchExchange } from "@urql/core";
import { byName, inOslo, pagedNodes } from "../../../docs/examples/clients.mjs";
import { check, endpoint } from "../check.mjs";

const trusted = (name) =>
  readFileSync(new URL(`../../../cms/reader/documents/${name}.graphql`, import.meta.url), "utf8");
const variables = { path: "/artikler/velferdsteknologi-pa-orland/" };
// Only what stands in the file of the name has more than this.
const shorter = "query Article($path: String!) { route(path: $path) { __typename } }";

function apollo(typePolicies) {
  return new ApolloClient({
    link: new HttpLink({ uri: endpoint, fetch: byName }),
    cache: new InMemoryCache({ typePolicies }),
  });
}

check("Apollo asks for a trusted document by its name, and gets it whole without its cache", async () => {
  const asked = { query: gql(shorter), variables, fetchPolicy: "no-cache" };

  const { data } = await apollo().query(asked);

  assert.equal(data.route.title, "Velferdsteknologi på Ørland");
  assert.ok(data.route.body.length > 5);
});

check("urql asks for a trusted document by its name", async () => {
  const urql = new Client({ url: endpoint, fetch: byName, preferGetMethod: false, exchanges: [fetchExchange] });

  const { data } = await urql.query(shorter, variables);

  assert.equal(data.route.title, "Velferdsteknologi på Ørland");
  assert.ok(data.route.body.length > 5);
});

check("Apollo gathers the pages of a list that selects nodes, each list by itself", async () => {
  const client = apollo({ Query: { fields: { articles: pagedNodes } } });
  const asked = { query: gql(trusted("articles")), variables: { first: 5 } };
  const other = { query: asked.query, variables: { first: 2, orderBy: ["TITLE_ASC"] } };
  const list = client.watchQuery(asked);
  const shown = list.subscribe(() => {});
  let { data } = await client.query(asked);

  while (data.articles.pageInfo.hasNextPage) {
    ({ data } = await list.fetchMore({ variables: { after: data.articles.pageInfo.endCursor } }));
  }
  await client.query(other);

  shown.unsubscribe();
  const ids = client.readQuery(asked).articles.nodes.map(({ id }) => id);
  assert.deepEqual([ids.length, new Set(ids).size], [12, 12]);
  assert.equal(client.readQuery(other).articles.nodes.length, 2);
});

check("The moment at which an all-day event starts is shown as its day in Norway", () => {
  assert.equal(inOslo.format(new Date("2026-11-25T23:00:00+00:00")), "26. november 2026");
});
