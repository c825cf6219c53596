// A whole frontend in one file, drafts included: `node docs/examples/frontend.mjs`, then http://127.0.0.1:4000/.
// Enter that address as the site's frontend in the admin's settings, and the preview beside the form is this one.
import { createServer } from "node:http";

const API = process.env.API ?? "http://127.0.0.1:8000/graphql/";
const PORT = Number(process.env.PORT ?? 4000);

const DOCUMENT = `
query Page($path: String!, $preview: String) {
  route(path: $path, preview: $preview) {
    __typename
    ... on Redirect { location permanent }
    ... on PageInterface {
      title
      path
      locale
      seo { description canonicalUrl robots }
      ancestors { title path }
      children(first: 50) { nodes { title path } }
    }
    ... on ArticlePage { summary: lead body { ... on RichTextBlock { text } } }
    ... on StandardPage { intro: lead body { ... on RichTextBlock { text } } }
  }
}`;

const escaped = (text) =>
  String(text ?? "").replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const link = ({ title, path }) => `<li><a href="${escaped(path)}">${escaped(title)}</a></li>`;

async function ask(variables) {
  const response = await fetch(API, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ query: DOCUMENT, variables }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(errors[0].message);
  return data.route;
}

// Rich text is sanitised by the API; everything else is text, and escaped here.
const render = (page) => `<!doctype html>
<html lang="${page.locale.toLowerCase()}">
<meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="robots" content="${escaped(page.seo.robots)}">
<title>${escaped(page.title)}</title>
<nav><ul>${page.ancestors.map(link).join("")}</ul></nav>
<main><h1>${escaped(page.title)}</h1>
${page.summary ?? page.intro ? `<p><strong>${escaped(page.summary ?? page.intro)}</strong></p>` : ""}
${(page.body ?? []).map((block) => block.text ?? "").join("\n")}
<ul>${page.children.nodes.map(link).join("")}</ul></main>`;

createServer(async (request, response) => {
  const address = new URL(request.url, "http://localhost");
  // What the CMS puts behind a preview's address goes on to the API as it is.
  const preview = address.searchParams.get("preview");
  try {
    if (preview) address.searchParams.delete("preview");
    // With the query string: a redirect may be of an address that has one. Pages are found without.
    const page = await ask({ path: address.pathname + address.search, preview });
    if (!page) return response.writeHead(404).end("Not found");
    if (page.location) return response.writeHead(page.permanent ? 301 : 302, { Location: page.location }).end();
    // A page is found without the slash at its end, too; it has one address all the same.
    if (!preview && page.path !== address.pathname)
      return response.writeHead(301, { Location: page.path + address.search }).end();
    const caching = preview ? "private, no-store" : "no-cache";
    response.writeHead(200, { "Content-Type": "text/html", "Cache-Control": caching }).end(render(page));
  } catch (error) {
    response.writeHead(503).end(error.message);
  }
}).listen(PORT, "127.0.0.1", () => console.log(`http://127.0.0.1:${PORT}/`));
