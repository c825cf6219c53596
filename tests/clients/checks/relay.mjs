// Relay: its compiler reads our schema as one that follows its specifications, its runtime pages and refetches.

import assert from "node:assert/strict";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import relay from "relay-runtime";
import { check, post } from "../check.mjs";
import { run } from "../tool.mjs";

const { Environment, Network, RecordSource, Store } = relay;
const { createOperationDescriptor, fetchQuery, getSingularSelector } = relay;
const require = createRequire(import.meta.url);
const generated = new URL("../generated/relay/", import.meta.url);
const persistedFile = new URL("persisted.json", generated);

/** What the compiler says about the frontend in relay/. */
async function compile() {
  await rm(generated, { recursive: true, force: true });
  await mkdir(generated, { recursive: true });
  await writeFile(persistedFile, "{}");
  await writeFile(new URL("package.json", generated), '{ "type": "commonjs" }');
  return run("relay-compiler", ["relay.config.json"], new URL("../relay/", import.meta.url));
}

const persisted = async () => JSON.parse(await readFile(persistedFile, "utf8"));
const artifact = (name) => require(fileURLToPath(new URL(`${name}.graphql.js`, generated)));

function environmentOver(ask) {
  return new Environment({ network: Network.create(ask), store: new Store(new RecordSource()) });
}

async function environment() {
  const texts = await persisted();
  return environmentOver(({ id }, variables) => post({ query: texts[id], variables }));
}

/** The data of the query in the store, and of a fragment that it spreads. */
const stored = (env, query, variables) => env.lookup(createOperationDescriptor(query, variables).fragment).data;
const fragmentOf = (env, fragment, reference) => env.lookup(getSingularSelector(fragment, reference)).data;

check("Relay's compiler accepts the frontend: connections, refetchable fragments, unions and interfaces", async () => {
  const told = await compile();

  assert.match(told, /compiled documents: 16 reader, 10 normalization/);
});

check("Relay appends the next pages of a connection of articles and gets no item twice", async () => {
  const env = await environment();
  const query = artifact("ArticlesQuery");
  const nextPage = artifact("ArticlesPaginationQuery");
  const list = artifact("Articles_list");
  const shown = () => fragmentOf(env, list, stored(env, query, {})).articles;
  await fetchQuery(env, query, {}).toPromise();

  while (shown().pageInfo.hasNextPage) {
    await fetchQuery(env, nextPage, { first: 5, after: shown().pageInfo.endCursor }).toPromise();
  }

  const ids = shown().edges.map(({ node }) => node.id);
  assert.equal(ids.length, shown().totalCount);
  assert.equal(new Set(ids).size, 12);
});

check("Relay prepends the earlier pages of a connection of events that is read from its end", async () => {
  const env = await environment();
  const query = artifact("EventsQuery");
  const earlierPage = artifact("EventsPaginationQuery");
  const list = artifact("Events_list");
  const shown = () => fragmentOf(env, list, stored(env, query, {})).events;
  await fetchQuery(env, query, {}).toPromise();

  while (shown().pageInfo.hasPreviousPage) {
    await fetchQuery(env, earlierPage, { last: 3, before: shown().pageInfo.startCursor }).toPromise();
  }

  const starts = shown().edges.map(({ node }) => node.startsAt);
  assert.equal(starts.length, 7);
  assert.deepEqual(starts, [...starts].sort());
});

check("Relay refetches a connection inside a municipality through `node`", async () => {
  const env = await environment();
  const query = artifact("MunicipalityQuery");
  const variables = { where: { number: ["5057"] } };
  await fetchQuery(env, query, variables).toPromise();
  const [municipality] = stored(env, query, variables).municipalities;

  const { id } = municipality;
  await fetchQuery(env, artifact("MunicipalityContactsPaginationQuery"), { id, first: 5 }).toPromise();

  const { contacts } = fragmentOf(env, artifact("Municipality_contacts"), municipality);
  assert.equal(municipality.name, "Ørland");
  assert.deepEqual(contacts.edges.map(({ node }) => node.name), ["Åse Ødegård"]);
  assert.equal(env.getStore().getSource().get(id).__typename, "Municipality");
});

check("Relay refetches a fragment on the page interface through `node`, into the record that the path gave", async () => {
  const env = await environment();
  const query = artifact("PageQuery");
  const variables = { path: "/artikler/velferdsteknologi-pa-orland/" };
  await fetchQuery(env, query, variables).toPromise();
  const { head } = stored(env, query, variables).route;
  const id = head.__id;

  const refetched = await fetchQuery(env, artifact("PageHeadRefetchQuery"), { id }).toPromise();

  const shown = fragmentOf(env, artifact("Page_head"), head);
  assert.equal(shown.title, "Velferdsteknologi på Ørland");
  assert.equal(fragmentOf(env, artifact("Page_head"), refetched.node).path, variables.path);
  assert.equal(env.getStore().getSource().get(id).__typename, "ArticlePage");
});

check("Relay reads a connection of pages below a page", async () => {
  const env = await environment();
  const query = artifact("PageQuery");
  const variables = { path: "/" };
  await fetchQuery(env, query, variables).toPromise();

  const { children } = fragmentOf(env, artifact("Page_children"), stored(env, query, variables).route.below);

  const titles = children.edges.map(({ node }) => node.title);
  assert.deepEqual(titles, ["Prosjekter", "Arrangementer", "Artikler", "Om oss"]);
});

check("Relay reads a connection of hits whose edges carry a score and an excerpt", async () => {
  const env = await environment();
  const query = artifact("SearchQuery");
  const variables = { words: "velferdsteknologi", first: 10 };
  await fetchQuery(env, query, variables).toPromise();

  const [{ node, score, excerpt }] = stored(env, query, variables).search.edges;

  assert.equal(node.title, "Velferdsteknologi på Ørland");
  assert.ok(score > 0);
  assert.match(excerpt, /<mark>/);
});

check("Relay's persisted documents run by the SHA-256 that its compiler gave them", async () => {
  const texts = await persisted();
  const sent = [];
  const ask = async ({ id }, variables) => {
    const extensions = { persistedQuery: { version: 1, sha256Hash: id } };
    const send = (body) => (sent.push(Object.keys(body)), post({ ...body, variables, extensions }));
    const answer = await send({});
    const isUnknown = answer.errors?.[0].extensions.code === "PERSISTED_QUERY_NOT_FOUND";
    return isUnknown ? send({ query: texts[id] }) : answer;
  };
  const query = artifact("ArticlesQuery");

  for (const env of [environmentOver(ask), environmentOver(ask)]) {
    await fetchQuery(env, query, {}).toPromise();
    assert.equal(fragmentOf(env, artifact("Articles_list"), stored(env, query, {})).articles.totalCount, 12);
  }

  assert.deepEqual(sent.at(-1), []);
});
