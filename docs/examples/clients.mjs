// What docs/frontend.md shows in JavaScript. tests/clients runs it with Apollo Client and urql.

// For `fetch` of Apollo's HttpLink and of urql's Client: the name of the document goes to the API, and not its text.
export const byName = (address, options) => {
  const { operationName, variables } = JSON.parse(options.body);
  // The operation FrontPage stands in front-page.graphql.
  const documentId = operationName.replace(/(?<!^)(?=[A-Z])/g, "-").toLowerCase();
  return fetch(address, { ...options, body: JSON.stringify({ documentId, variables }) });
};

// For `typePolicies: { Query: { fields: { articles: pagedNodes } } }` of Apollo's InMemoryCache.
export const pagedNodes = {
  keyArgs: ["where", "orderBy", "locale", "strictLocale", "offset"],
  merge: (had, came, { args }) => (args?.after ? { ...came, nodes: [...(had?.nodes ?? []), ...came.nodes] } : came),
};

// A moment as people in Norway write its day; `timeStyle: "short"` adds the time.
export const inOslo = new Intl.DateTimeFormat("nb-NO", { timeZone: "Europe/Oslo", dateStyle: "long" });
