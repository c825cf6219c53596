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
  // CodeMirror's own text fields have no names, and its panes can be scrolled by nobody who has no mouse.
  new MutationObserver(() => {
    for (const field of root.querySelectorAll(".CodeMirror textarea:not([aria-label])")) {
      const part = field.closest("section[aria-label], [role='tabpanel'], .graphiql-response");
      field.setAttribute("aria-label", part?.getAttribute("aria-label") || "Editor");
    }
    for (const pane of root.querySelectorAll(".CodeMirror-scroll[tabindex='-1']")) {
      pane.tabIndex = 0;
    }
  }).observe(root, { childList: true, subtree: true });
  ReactDOM.createRoot(root).render(
    React.createElement(GraphiQL, { fetcher, defaultQuery: root.dataset.query }),
  );
})();
