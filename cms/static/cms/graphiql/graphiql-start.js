// Starts GraphiQL on this site's own GraphQL address.
(() => {
  const root = document.getElementById("graphiql");
  // A plain fetch with a JSON body: the endpoint takes nothing else, and no cookie travels along.
  const fetcher = async (parameters) => {
    const response = await fetch(root.dataset.endpoint, {
      method: "POST",
      credentials: "omit",
      headers: {
        Accept: "application/graphql-response+json, application/json",
        "Content-Type": "application/json",
      },
      body: JSON.stringify(parameters),
    });
    return response.json();
  };
  ReactDOM.createRoot(root).render(
    React.createElement(GraphiQL, { fetcher, defaultQuery: root.dataset.query }),
  );
})();
