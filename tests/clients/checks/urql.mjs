// urql: graphcache that knows the schema, paging, queries by GET and automatic persisted queries.

import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { Client, fetchExchange, gql } from "@urql/core";
import { cacheExchange } from "@urql/exchange-graphcache";
import { relayPagination } from "@urql/exchange-graphcache/extras";
import { persistedExchange } from "@urql/exchange-persisted";
import { minifyIntrospectionQuery } from "@urql/introspection";
import { check, endpoint, introspection, operation, rememberingFetch } from "../check.mjs";

const schema = minifyIntrospectionQuery(await introspection());

/** Types without a key of their own live inside the object that has them. */
const keys = Object.fromEntries(
  schema.__schema.types
    .filter(({ kind, fields }) => kind === "OBJECT" && !fields.some(({ name }) => name === "id"))
    .map(({ name }) => [name, () => null]),
);

function client({ options = {}, cache = {}, before = [] } = {}) {
  const { exchanges, fetch } = rememberingFetch();
  const warnings = [];
  const logger = (severity, message) => severity !== "debug" && warnings.push(message);
  const urql = new Client({
    url: endpoint,
    fetch,
    preferGetMethod: false,
    exchanges: [cacheExchange({ schema, keys, logger, ...cache }), ...before, fetchExchange],
    ...options,
  });
  return { urql, exchanges, warnings };
}

const persisted = [persistedExchange({ preferGetForPersistedQueries: "force" })];

check("urql graphcache takes the frontend's documents without a warning about the schema", async () => {
  const { urql, warnings } = client();

  for (const [name, variables] of [
    ["Frame", {}],
    ["FrontPage", {}],
    ["PageAtPath", { path: "/artikler/velferdsteknologi-pa-orland/" }],
    ["PageAtPath", { path: "/arrangementer/samling-01/" }],
    ["Search", { query: "velferdsteknologi" }],
    ["ContactDirectory", {}],
    ["Filters", {}],
  ]) {
    const { error } = await urql.query(operation(name), variables);
    assert.equal(error, undefined);
  }

  assert.deepEqual(warnings, []);
});

check("urql graphcache resolves a connection with relayPagination and gets no item twice", async () => {
  const { urql, exchanges } = client({ cache: { resolvers: { Query: { articles: relayPagination() } } } });
  let { data } = await urql.query(operation("Articles"), { first: 5 });

  while (data.articles.pageInfo.hasNextPage) {
    ({ data } = await urql.query(operation("Articles"), { first: 5, after: data.articles.pageInfo.endCursor }));
  }

  const ids = data.articles.edges.map(({ node }) => node.id);
  assert.equal(exchanges.length, 3);
  assert.equal(ids.length, 12);
  assert.equal(new Set(ids).size, 12);
});

check("urql graphcache's relayPagination walks events backwards from the end", async () => {
  const { urql } = client({ cache: { resolvers: { Query: { events: relayPagination() } } } });
  let { data } = await urql.query(operation("Events"), { last: 3 });

  while (data.events.pageInfo.hasPreviousPage) {
    ({ data } = await urql.query(operation("Events"), { last: 3, before: data.events.pageInfo.startCursor }));
  }

  const starts = data.events.edges.map(({ node }) => node.startsAt);
  assert.equal(starts.length, 7);
  assert.deepEqual(starts, [...starts].sort());
});

check("urql graphcache answers a page from what a list has brought", async () => {
  const resolvers = { Query: { node: (_, { id }) => ({ __typename: "ArticlePage", id }) } };
  const { urql, exchanges } = client({ cache: { resolvers } });
  const list = await urql.query(operation("Articles"), { first: 1 });
  const { id, title } = list.data.articles.edges[0].node;

  const { data } = await urql.query(operation("ById"), { id });

  assert.equal(data.node.title, title);
  assert.equal(exchanges.length, 1);
});

check("urql graphcache shows a partial result where the schema allows null, and asks for the rest", async () => {
  const resolvers = { Query: { node: (_, { id }) => ({ __typename: "ArticlePage", id }) } };
  const { urql, exchanges } = client({ cache: { resolvers } });
  const list = await urql.query(operation("NumberedArticles"), { first: 1, offset: 0 });
  const { id } = list.data.articles.nodes[0];
  const query = gql`query ($id: ID!) { node(id: $id) { __typename id ... on ArticlePage { title heroImage { id } } } }`;

  const shown = await new Promise((resolve) => {
    const results = [];
    const { unsubscribe } = urql.query(query, { id }).subscribe((result) => {
      results.push([result.stale, result.data.node.heroImage]);
      if (!result.stale) setTimeout(() => resolve([results, unsubscribe()]), 0);
    });
  });

  assert.deepEqual(shown[0], [[true, null], [false, null]]);
  assert.equal(exchanges.length, 2);
});

check("urql reads short queries by GET, with their variables", async () => {
  const { urql, exchanges } = client({ options: { preferGetMethod: "within-url-limit" } });

  const { data } = await urql.query(operation("Suggest"), { prefix: "ørl" });

  assert.ok(data.suggest.length > 0);
  assert.deepEqual(exchanges.map(({ method, asked }) => [method, asked.variables]), [["GET", '{"prefix":"ørl"}']]);
});

check("urql's persisted queries are asked for by hash, sent once, and then answered by hash, all by GET", async () => {
  const { urql, exchanges } = client({ before: persisted });
  const query = gql(`query NeverSentBefore${randomInt(1e9)} { themes { id label } }`);

  const first = await urql.query(query, {});
  const second = await urql.query(query, {}, { requestPolicy: "network-only" });

  assert.deepEqual(second.data, first.data);
  assert.deepEqual(first.data.themes.map(({ label }) => label), ["Velferdsteknologi"]);
  assert.deepEqual(
    exchanges.map(({ method, asked }) => [method, "query" in asked]),
    [["GET", false], ["GET", true], ["GET", false]],
  );
});

check("urql tells a refused document as GraphQL errors with their code, not as a broken network", async () => {
  const { urql } = client();

  const { error } = await urql.query(gql`{ nothing }`, {});

  assert.equal(error.networkError, undefined);
  assert.deepEqual(error.graphQLErrors.map(({ extensions }) => extensions.code), ["GRAPHQL_VALIDATION_FAILED"]);
});
