// Apollo Client: normalised cache, paging, queries by GET, batches and automatic persisted queries.

import assert from "node:assert/strict";
import { createHash, randomInt } from "node:crypto";
import { ApolloClient, ApolloLink, CombinedGraphQLErrors, HttpLink, InMemoryCache, gql } from "@apollo/client";
import { BatchHttpLink } from "@apollo/client/link/batch-http";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { relayStylePagination } from "@apollo/client/utilities";
import { check, endpoint, operation, rememberingFetch } from "../check.mjs";

const sha256 = (text) => createHash("sha256").update(text).digest("hex");

/** As Apollo's documentation tells to learn which types an interface or union has. */
async function possibleTypes() {
  const query = "{ __schema { types { kind name possibleTypes { name } } } }";
  const address = `${endpoint}?query=${encodeURIComponent(query)}`;
  const { data } = await (await fetch(address)).json();
  const abstract = data.__schema.types.filter((type) => type.possibleTypes);
  return Object.fromEntries(abstract.map((type) => [type.name, type.possibleTypes.map((one) => one.name)]));
}

/** The link takes its options, so that each check sees what it sends. */
async function client(makeLink = (options) => new HttpLink(options), cacheOptions = {}) {
  const { exchanges, fetch } = rememberingFetch();
  const cache = new InMemoryCache({ possibleTypes: await possibleTypes(), ...cacheOptions });
  return { apollo: new ApolloClient({ link: makeLink({ uri: endpoint, fetch }), cache }), exchanges, cache };
}

const persisted = (options) =>
  ApolloLink.from([new PersistedQueryLink({ sha256, useGETForHashedQueries: true }), new HttpLink(options)]);

check("Apollo reads the frame of every page by GET", async () => {
  const { apollo, exchanges } = await client((options) => new HttpLink({ ...options, useGETForQueries: true }));

  const { data } = await apollo.query({ query: operation("Frame") });

  assert.deepEqual(exchanges.map(({ method, status }) => [method, status]), [["GET", 200]]);
  assert.equal(data.site.name, "FoUI Trøndelag");
  assert.deepEqual(data.site.menus[0].items[0].children.map(({ label }) => label), ["Hjelp"]);
});

check("Apollo's GET carries variables with Norwegian letters", async () => {
  const { apollo, exchanges } = await client((options) => new HttpLink({ ...options, useGETForQueries: true }));

  const { data } = await apollo.query({ query: operation("Search"), variables: { query: "Ørland" } });

  assert.equal(exchanges[0].method, "GET");
  assert.ok(data.search.edges.some(({ node }) => node.title === "Velferdsteknologi på Ørland"));
});

check("Apollo pages through articles with relayStylePagination and gets no item twice", async () => {
  const typePolicies = { Query: { fields: { articles: relayStylePagination(["where", "orderBy"]) } } };
  const { apollo, exchanges } = await client(undefined, { typePolicies });
  const asked = { query: operation("Articles"), variables: { first: 5 } };
  const list = apollo.watchQuery(asked);
  const shown = list.subscribe(() => {});
  let { data: page } = await apollo.query(asked);

  while (page.articles.pageInfo.hasNextPage) {
    ({ data: page } = await list.fetchMore({ variables: { after: page.articles.pageInfo.endCursor } }));
  }

  shown.unsubscribe();
  const data = apollo.readQuery(asked);
  const ids = data.articles.edges.map(({ node }) => node.id);
  assert.equal(exchanges.length, 3);
  assert.equal(ids.length, data.articles.totalCount);
  assert.equal(new Set(ids).size, 12);
});

check("Apollo reads numbered pages by offset, in Norwegian alphabetical order", async () => {
  const { apollo } = await client();
  const titles = [];

  for (const offset of [0, 5, 10]) {
    const { data } = await apollo.query({ query: operation("NumberedArticles"), variables: { first: 5, offset } });
    titles.push(...data.articles.nodes.map(({ title }) => title));
  }

  assert.equal(titles.length, 12);
  assert.deepEqual(titles, [...titles].sort(new Intl.Collator("nb").compare));
});

check("Apollo's cache knows a page from a list, a path and its id as one object", async () => {
  const { apollo, cache } = await client();

  const list = await apollo.query({ query: operation("Articles"), variables: { first: 1 } });
  const { id, path } = list.data.articles.edges[0].node;
  await apollo.query({ query: operation("PageAtPath"), variables: { path } });
  await apollo.query({ query: operation("ById"), variables: { id } });
  await apollo.query({ query: operation("PageById"), variables: { id } });

  const entries = Object.values(cache.extract()).filter((entry) => entry.id === id);
  assert.equal(entries.length, 1);
  assert.equal(entries[0].__typename, "ArticlePage");
});

check("Apollo answers `node` from what a list has brought, without a request", async () => {
  const read = (_, { args, toReference, cache }) => {
    const found = Object.values(cache.extract()).find((entry) => entry.id === args.id);
    return found && toReference(found);
  };
  const typePolicies = { Query: { fields: { node: { read } } } };
  const { apollo, exchanges } = await client(undefined, { typePolicies });
  const list = await apollo.query({ query: operation("Articles"), variables: { first: 1 } });
  const { id, title } = list.data.articles.edges[0].node;

  const query = gql`query ($id: ID!) { node(id: $id) { id ... on ArticlePage { title lead } } }`;
  const { data } = await apollo.query({ query, variables: { id } });

  assert.equal(data.node.title, title);
  assert.equal(exchanges.length, 1);
});

check("Apollo matches fragments on interfaces and unions by the introspected possible types", async () => {
  const { apollo } = await client();

  const { data } = await apollo.query({
    query: operation("PageAtPath"),
    variables: { path: "/artikler/velferdsteknologi-pa-orland/" },
  });

  assert.equal(data.route.__typename, "ArticlePage");
  assert.deepEqual(data.route.ancestors.map(({ title }) => title), ["FoUI Trøndelag", "Artikler"]);
  assert.deepEqual(
    data.route.body.map(({ __typename }) => __typename),
    [
      "HeadingBlock",
      "RichTextBlock",
      "QuoteBlock",
      "FactBoxBlock",
      "AccordionBlock",
      "StepsBlock",
      "ImageBlock",
      "DocumentListBlock",
      "EventListBlock",
      "ContactListBlock",
    ],
  );
});

check("Apollo gets null for the path of a draft, and no error", async () => {
  const { apollo } = await client();

  const { data, error } = await apollo.query({
    query: operation("PageAtPath"),
    variables: { path: "/artikler/hemmelig-utkast/" },
    errorPolicy: "all",
  });

  assert.equal(error, undefined);
  assert.equal(data.route, null);
});

check("Apollo's BatchHttpLink has several operations answered in one request, each its own", async () => {
  const { apollo, exchanges } = await client((options) => new BatchHttpLink({ ...options, batchInterval: 5 }));

  const answers = await Promise.all([
    apollo.query({ query: operation("FrontPage") }),
    apollo.query({ query: operation("Events"), variables: { first: 2 } }),
    apollo.query({ query: operation("Suggest"), variables: { prefix: "velf" } }),
  ]);

  assert.equal(exchanges.length, 1);
  assert.equal(exchanges[0].asked.length, 3);
  assert.deepEqual(answers.map(({ data }) => Object.keys(data)), [["site", "latest", "next"], ["events"], ["suggest"]]);
});

check("Apollo's BatchHttpLink gives an error to the operation that it belongs to only", async () => {
  const { apollo, exchanges } = await client((options) => new BatchHttpLink({ ...options, batchInterval: 5 }));

  const [good, bad] = await Promise.allSettled([
    apollo.query({ query: operation("NumberedArticles"), variables: { first: 1, offset: 0 } }),
    apollo.query({ query: gql`{ nothing }` }),
  ]);

  assert.equal(exchanges.length, 1);
  assert.equal(good.value.data.articles.totalCount, 12);
  assert.ok(CombinedGraphQLErrors.is(bad.reason), bad.reason);
  assert.equal(bad.reason.errors[0].extensions.code, "GRAPHQL_VALIDATION_FAILED");
});

check("Apollo's persisted queries are asked for by hash, sent once, and then answered by hash and GET", async () => {
  const { apollo, exchanges } = await client(persisted);
  const query = gql`query NeverSentBefore${randomInt(1e9)} { themes { id label } }`;

  const first = await apollo.query({ query });
  const second = await apollo.query({ query, fetchPolicy: "network-only" });

  assert.deepEqual(second.data, first.data);
  assert.deepEqual(
    exchanges.map(({ method, asked }) => [method, "query" in asked]),
    [["GET", false], ["POST", true], ["GET", false]],
  );
});

check("Apollo's persisted query is known to the next client from its first request", async () => {
  const { apollo: earlier } = await client(persisted);
  await earlier.query({ query: operation("Frame") });
  const { apollo, exchanges } = await client(persisted);

  const { data } = await apollo.query({ query: operation("Frame") });

  assert.equal(data.site.name, "FoUI Trøndelag");
  assert.deepEqual(exchanges.map(({ method, asked }) => [method, "query" in asked]), [["GET", false]]);
});

check("Apollo tells a refused document as GraphQL errors with their code, not as a broken network", async () => {
  const { apollo } = await client();

  const refusal = await apollo.query({ query: gql`{ nothing }` }).catch((error) => error);

  assert.ok(CombinedGraphQLErrors.is(refusal), refusal);
  assert.equal(refusal.errors[0].extensions.code, "GRAPHQL_VALIDATION_FAILED");
});

check("Apollo gives the data that there is beside an error in another field", async () => {
  const { apollo } = await client();

  const { data, error } = await apollo.query({
    query: gql`{ themes { id label } node(id: "no id of ours") { id } }`,
    errorPolicy: "all",
  });

  assert.deepEqual(data.themes.map(({ label }) => label), ["Velferdsteknologi"]);
  assert.equal(data.node, null);
  assert.deepEqual(error.errors.map(({ path, extensions }) => [path, extensions.code]), [[["node"], "BAD_USER_INPUT"]]);
});
